import Telemetry
import Text

/// How far a comparison is: what its lines say. Knows neither a clock nor a terminal.
package struct BenchmarkProgress: Sendable {
  private let total: Int
  private var finished: Int

  /// - Parameter reused: runs that an earlier call finished.
  package init(total: Int, reused: Int) {
    (self.total, finished) = (total, reused)
  }

  /// `[3/50] ltc seed 3: done in 4.2 s, accuracy 0.9511 over the test part`
  package mutating func finish(
    name: String, _ result: BenchmarkResult, metricName: String, part: String
  ) -> String {
    finished += 1
    let figure = result.metric.map { ", \(metricName) \(NumberText.significant($0)) over the \(part) part" }
    let why = result.state == .diverged ? result.explanation.map { ": \($0)" } : nil
    return "[\(finished)/\(total)] \(name): \(result.state.rawValue) in "
      + NumberText.preciseDuration(result.seconds) + (figure ?? "") + (why ?? "")
  }
}
