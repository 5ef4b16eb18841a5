import Foundation
import Telemetry

/// The words and the bar of the progress outputs.
package enum ProgressText {
  /// `step 120/400  epoch 3  loss 0.1234  validation 0.1300  accuracy 0.9512  310 seq/s  4.2 s`
  package static func line(_ snapshot: ProgressSnapshot, metricName: String) -> String {
    var parts = [
      "step \(snapshot.step)/\(snapshot.plannedSteps)", "epoch \(snapshot.epoch)",
      "loss \(number(snapshot.loss))",
    ]
    if let validation = snapshot.validation {
      parts.append("validation \(number(validation.loss))")
      parts.append("\(metricName) \(number(validation.metric))")
    }
    parts.append("\(Int(snapshot.sequencesPerSecond.rounded())) seq/s")
    parts.append(duration(snapshot.elapsed))
    return parts.joined(separator: "  ")
  }

  /// A bar with what fits behind it, at most `columns` wide.
  package static func bar(_ snapshot: ProgressSnapshot, metricName: String, columns: Int) -> String {
    let fraction = min(1, Double(snapshot.step) / Double(max(1, snapshot.plannedSteps)))
    let width = 20
    let filled = Int((fraction * Double(width)).rounded())
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let percent = String(format: "%3.0f%%", fraction * 100)
    let remaining = snapshot.remaining.map { "  \(duration($0)) left" } ?? ""
    let text = "[\(bar)] \(percent)  \(line(snapshot, metricName: metricName))\(remaining)"
    return String(text.prefix(max(0, columns - 1)))
  }

  /// Four significant digits.
  package static func number(_ value: Double) -> String {
    value.isNaN ? "nan" : value.isFinite ? String(format: "%.4g", value) : "\(value)"
  }

  /// Two significant digits, for what says how much the others are worth.
  package static func short(_ value: Double) -> String {
    value.isFinite ? String(format: "%.2g", value) : number(value)
  }

  /// `4.2 s`, `3:07`, `1:02:03`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
    if seconds < 60 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
  }
}
