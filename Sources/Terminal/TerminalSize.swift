import Glibc
import Screen

/// How much of a terminal is used. The size is whatever the terminal's device says, up to 65,535 by 65,535, and both ncurses and
/// the dashboard keep several copies of every cell.
enum TerminalSize {
  /// More than any screen shows: 8K with the smallest legible font.
  static let largest = Size(columns: 1_000, rows: 500)

  /// The part of a terminal that is used.
  static func usable(_ size: Size) -> Size {
    Size(
      columns: min(largest.columns, max(1, size.columns)), rows: min(largest.rows, max(1, size.rows)))
  }

  /// The size in the variables `COLUMNS` and `LINES`, for terminals that do not report theirs; nil where they hold none.
  static var fromEnvironment: Size? {
    guard let columns = number("COLUMNS"), let rows = number("LINES") else { return nil }
    return Size(columns: columns, rows: rows)
  }

  private static func number(_ variable: String) -> Int? {
    getenv(variable).flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
