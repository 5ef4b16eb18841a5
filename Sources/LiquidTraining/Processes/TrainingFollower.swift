import Liquid

/// Trains along with the worker of process 0: makes the same steps and tests at the same time, computes its share of
/// each and decides nothing.
public struct TrainingFollower {
  private let trainer: RunTrainer

  /// - Parameter plan: that of process 0, made from the same data and options, with this process's own exchange.
  public init(plan: TrainingPlan) {
    precondition(plan.processes != nil, "there is nobody to follow")
    trainer = RunTrainer(plan)
  }

  /// Returns when process 0 has said that there is nothing more to do.
  public func run() {
    while trainer.follow() {}
  }
}

extension GradientExchange {
  /// Lets the followers go, where this process is the first. Nothing is shared afterwards.
  package func dismissFollowers() { _ = broadcast(TrainingOrder.leave.bytes) }
}
