import Sweeps
import Text

/// What a worker that is watched says of an event: a line of JSON.
struct WorkerLine: Codable {
  let key: String
  /// Nil where the run was begun.
  let result: SweepResult?

  /// Nil for what nobody watches for.
  init?(_ event: SweepWorker.Event) {
    switch event {
    case .begun(let job): (key, result) = (job.key, nil)
    case .ended(let job, let result): (key, self.result) = (job.key, result)
    case .held: return nil
    }
  }
}

/// Events in words.
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
    let name = plan.goal == .loss ? "loss" : plan.metricName
    let figure = result.figure(plan.goal).map {
      ", \(name) \(NumberText.significant($0)) over the validation part"
    }
    let why = result.reason.map { ": \($0)" } ?? ""
    let time = result.seconds.map { " in \(NumberText.preciseDuration($0))" } ?? ""
    return "\(result.state.rawValue)\(time)\(figure ?? "")\(why)".displayed(limit: 400)
  }
}
