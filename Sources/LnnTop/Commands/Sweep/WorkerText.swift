import Sweeps
import Text

/// What a worker says of its events.
enum WorkerText {
  /// `lnn-top: 00012-seed1: done, accuracy 0.93 over the validation part`
  static func line(_ event: SweepWorker.Event, _ plan: SweepPlan) -> String? {
    switch event {
    case .begun(let job): "lnn-top: \(job.key): \(SweepReport.words(job.values, plan.space))"
    case .ended(let job, let result): "lnn-top: \(job.key): \(outcome(result, plan))"
    case .held(let job): "lnn-top: \(job.key): another process has it"
    }
  }

  static func outcome(_ result: SweepResult, _ plan: SweepPlan) -> String {
    let figure = result.figure(plan.goal).map {
      ", \(plan.goalName) \(NumberText.significant($0)) over the validation part"
    }
    let why = result.reason.map { ": \($0)" } ?? ""
    let time = result.seconds.map { " in \(NumberText.preciseDuration($0))" } ?? ""
    return "\(result.state.rawValue)\(time)\(figure ?? "")\(why)".displayed(limit: 400)
  }
}
