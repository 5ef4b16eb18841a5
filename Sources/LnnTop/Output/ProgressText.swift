import Telemetry
import Text

/// The words and the bar of the progress outputs.
package enum ProgressText {
  /// `step 120/400  epoch 3  loss 0.1234  validation 0.1300  accuracy 0.9512  310 seq/s  4.2 s`
  package static func line(_ snapshot: ProgressSnapshot, metricName: String) -> String {
    let planned = snapshot.plannedSteps.map { "/\($0)" } ?? ""
    var parts = [
      "step \(snapshot.step)\(planned)", "epoch \(snapshot.epoch)",
      "loss \(NumberText.significant(snapshot.loss))",
    ]
    if let validation = snapshot.validation {
      parts.append("validation \(NumberText.significant(validation.loss))")
      parts.append("\(metricName) \(NumberText.significant(validation.metric))")
    }
    parts.append("\(NumberText.fixed(snapshot.sequencesPerSecond, decimals: 0)) seq/s")
    parts.append(NumberText.preciseDuration(snapshot.elapsed))
    return parts.joined(separator: "  ")
  }

  /// A bar with what fits after it, at most `columns` wide; without planned steps, the line alone.
  package static func bar(_ snapshot: ProgressSnapshot, metricName: String, columns: Int) -> String {
    guard let planned = snapshot.plannedSteps else {
      return String(line(snapshot, metricName: metricName).prefix(max(0, columns - 1)))
    }
    let fraction = min(1, Double(snapshot.step) / Double(max(1, planned)))
    let width = 20
    let filled = Int(saturating: (fraction * Double(width)).rounded())
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let share = NumberText.fixed(fraction * 100, decimals: 0)
    let percent = String(repeating: " ", count: max(0, 3 - share.count)) + share + "%"
    let remaining = snapshot.remaining.map { "  \(NumberText.preciseDuration($0)) left" } ?? ""
    let text = "[\(bar)] \(percent)  \(line(snapshot, metricName: metricName))\(remaining)"
    return String(text.prefix(max(0, columns - 1)))
  }
}
