import Dispatch
import Sweeps
import Synchronization
import Text

/// Shows how far a sweep is: a line a finished run.
final class SweepConsole: SweepListener {
  private let sweep: RunningSweep
  private let finished: Mutex<Int>
  /// Lines are written one after the other.
  private let output = DispatchQueue(label: "lnn-top.sweep-output")

  init(_ sweep: RunningSweep) {
    self.sweep = sweep
    let done = sweep.folder.resultKeys().count
    finished = Mutex(done)
    guard !sweep.isQuiet else { return }
    let earlier = done > 0 ? ", \(done) of them finished before" : ""
    let runs = "\(sweep.course.isOpenEnded ? "up to " : "")\(counted(sweep.course.runs, "run"))"
    Console.writeMessage("lnn-top: \(runs) in \(sweep.folder.path)\(earlier)")
  }

  /// `[12/40] 00012-seed1 (units 16, learning-rate 0.003): done in 4.2 s, accuracy 0.93 over the validation part`
  ///
  /// Where a run goes by rungs there is no count, but the rung: `[rung 2/3]`.
  func note(_ result: SweepResult) {
    let count = finished.withLock { finished in
      finished += 1
      return finished
    }
    guard !sweep.isQuiet else { return }
    let plan = sweep.plan
    let values = plan.jobs.first { $0.key == result.key }?.values ?? [:]
    let place =
      if let halving = plan.halving, let rung = result.rung {
        "rung \(rung)/\(halving.epochs.count)"
      } else {
        "\(count)/\(sweep.course.runs)"
      }
    let words = SweepReport.words(values, plan.space)
    let point = words.isEmpty ? "" : " (\(words))"
    output.sync {
      Console.writeMessage(
        "lnn-top: [\(place)] \(result.key)\(point): \(WorkerText.outcome(result, plan))")
    }
  }

  func close() { output.sync {} }
}
