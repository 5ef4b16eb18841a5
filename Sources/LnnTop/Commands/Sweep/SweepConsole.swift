import Dispatch
import Sweeps
import Synchronization
import Text

/// Shows how far a sweep is: a line a finished run.
final class SweepConsole: Sendable {
  private let plan: SweepPlan
  private let values: [String: [String: String]]
  private let isQuiet: Bool
  private let finished: Mutex<Int>
  /// Lines are written one after the other.
  private let output = DispatchQueue(label: "lnn-top.sweep-output")

  init(_ plan: SweepPlan, _ folder: SweepFolder, isQuiet: Bool) {
    self.plan = plan
    self.isQuiet = isQuiet
    values = Dictionary(plan.jobs.map { ($0.key, $0.values) }, uniquingKeysWith: { first, _ in first })
    let done = folder.resultKeys().count
    finished = Mutex(done)
    guard !isQuiet else { return }
    let earlier = done > 0 ? ", \(done) of them finished before" : ""
    Console.writeMessage("lnn-top: \(counted(plan.jobs.count, "run")) in \(folder.path)\(earlier)")
  }

  /// `[12/40] 00012-seed1 (units 16, learning-rate 0.003): done in 4.2 s, accuracy 0.93 over the validation part`
  func note(_ result: SweepResult) {
    let count = finished.withLock { finished in
      finished += 1
      return finished
    }
    guard !isQuiet else { return }
    let words = SweepReport.words(values[result.key] ?? [:], plan.space)
    output.sync {
      Console.writeMessage(
        "lnn-top: [\(count)/\(plan.jobs.count)] \(result.key) (\(words)): \(WorkerText.outcome(result, plan))"
      )
    }
  }

  /// Waits for what is being written.
  func close() { output.sync {} }
}
