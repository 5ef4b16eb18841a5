import Screen
import Text

/// Names with signed numbers on one line: `moved by great +0.42, not -0.38`.
enum SignedList {
  /// More do not fit on a line, or say little.
  static let most = 12

  /// As many as fit whole, one at least.
  static func line(
    _ beginning: String, _ parts: [(name: String, value: Float)], columns: Int
  ) -> [TextRun] {
    var runs = [TextRun(beginning, .label)]
    if parts.isEmpty { return [TextRun("\(beginning) nothing", .label)] }
    for (place, part) in parts.enumerated() {
      let more = [
        TextRun("\(place == 0 ? "" : ",") \(part.name) ", .value),
        TextRun(NumberText.signed(Double(part.value)), PartsPanel.style(of: part.value)),
      ]
      if place > 0, runs.width + more.width > columns { break }
      runs += more
    }
    return runs
  }
}
