import Foundation
import LiquidData
import Text

/// A time from a table's column as it is written back.
package enum TimeText {
  /// A number as the shortest text that reads as the same one, a date as ISO 8601 in UTC, such as
  /// `2024-05-01T12:30:00Z`.
  package static func text(_ column: Table.Column, row: Int, as csv: CSVText) -> String {
    switch column.values {
    case .numbers(let values): NumberText.shortest(values[row])
    case .dates(let seconds): date(seconds[row])
    case .text(let codes, let levels): codes[row] < 0 ? "" : csv.field(levels[Int(codes[row])])
    }
  }

  private static func date(_ seconds: Double) -> String {
    let isWhole = seconds == seconds.rounded()
    return Date(timeIntervalSince1970: seconds).formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: !isWhole))
  }
}

extension CSVText {
  /// The help of the option of each command that writes CSV.
  static let optionHelp = "put ' before texts in CSV that a spreadsheet would take for formulas"
}
