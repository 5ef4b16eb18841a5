import Dispatch
import Telemetry

/// Trains on a Dispatch queue of its own and tells its sinks what happens.
///
/// When training has ended the worker stays: the person may still perturb the final network. It leaves when it is
/// sent `Command.stop`.
public final class TrainingWorker: Sendable {
  private let plan: TrainingPlan
  private let sinks: [any FrameSink]
  private let now: @Sendable () -> Double
  private let mailbox = Mailbox()
  private let queue = DispatchQueue(label: "lnn-top.training", qos: .userInitiated)
  private let left = DispatchGroup()

  /// - Parameter now: a clock in seconds that never runs backwards.
  public init(
    plan: TrainingPlan, sinks: [any FrameSink], now: @escaping @Sendable () -> Double = monotonicSeconds
  ) {
    self.plan = plan
    self.sinks = sinks
    self.now = now
  }

  /// Starts training. To be called once.
  public func start() {
    left.enter()
    queue.async { @Sendable [self] in
      WorkerLoop(plan: plan, sinks: sinks, mailbox: mailbox, now: now).run()
      left.leave()
    }
  }

  /// Passes a command on; it acts between two steps.
  public func send(_ command: Command) {
    mailbox.post(command)
  }

  /// Waits until the worker has left; false where that takes longer than `timeout` seconds.
  @discardableResult
  public func waitUntilLeft(timeout: Double? = nil) -> Bool {
    left.wait(timeout: timeout.map { .now() + $0 } ?? .distantFuture) == .success
  }
}

/// Seconds since the machine started: never runs backwards, stands still while the machine sleeps.
@Sendable public func monotonicSeconds() -> Double {
  Double(DispatchTime.now().uptimeNanoseconds) * 1e-9
}
