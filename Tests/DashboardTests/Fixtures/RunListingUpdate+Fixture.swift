import Dashboard
import Foundation
import Telemetry

extension RunListingUpdate {
  /// Runs as a directory may hold them: ended in every way, one damaged, one no run at all, one with a name from
  /// elsewhere.
  static var fixture: RunListingUpdate {
    let words = ["recording", "done", "diverged", "interrupted", "stopped", "done"]
    var entries = words.enumerated().map { index, word in
      var entry = RunEntry(
        path: "/runs/lane-keeping-\(index).lnnrun", name: "lane-keeping-\(index)", stateWord: word,
        startedAt: 1_700_000_000 - Double(index) * 86_400)
      entry.model = index % 2 == 0 ? "ltc auto-ncp 19" : "cfc full 32"
      entry.steps = 5_000 - index * 731
      entry.bestLoss = index == 2 ? nil : 0.0123 * Double(index + 1)
      entry.metricName = "mae"
      entry.metric = index == 2 ? nil : 0.1 + Double(index) / 50
      entry.duration = 62 + Double(index * index) * 700
      return entry
    }
    entries[3].problem = "/runs/lane-keeping-3.lnnrun is damaged: only 4096 of its 8192 bytes are there"
    entries[5].name = "速度\u{1B}[31m 2"
    var broken = RunEntry(
      path: "/runs/broken.lnnrun", name: "broken", stateWord: "unreadable", startedAt: 1_600_000_000)
    broken.problem = "/runs/broken.lnnrun is not a run file: it is not an SQLite database"
    return RunListingUpdate(entries: entries + [broken], total: 7, directory: "/runs", isComplete: true)
  }
}

extension RunCurves {
  /// A loss that falls from 1.2 to about `floor`, with a validation every hundred steps.
  static func fixture(_ index: Int, floor: Double, steps: Int = 1_500) -> RunCurves {
    var history = ScalarHistory()
    for step in 1...steps {
      let loss = floor + 1.2 * exp(-Double(step) / 300)
      history.append(
        StepScalars(
          step: step, epoch: 0, elapsed: Double(step) * 0.04, loss: loss, learningRate: 0.01, gradientNorm: 1,
          validation: step % 100 == 0 ? Validation(loss: loss * 1.2, metric: 0) : nil))
    }
    return RunCurves(
      path: "/runs/lane-keeping-\(index).lnnrun", name: "lane-keeping-\(index)", history: history,
      startedAt: 1_700_000_000)
  }
}
