import Foundation

/// Names and values in two columns, a line each.
enum SummaryText {
  static func lines(_ rows: [(name: String, value: String)]) -> String {
    rows.map { $0.name.padding(toLength: 15, withPad: " ", startingAt: 0) + $0.value }
      .joined(separator: "\n")
  }
}
