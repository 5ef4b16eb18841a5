import Foundation
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

  /// Lets ncurses start while it finds no larger size than is used.
  ///
  /// It takes the word of `COLUMNS` and `LINES` before the device's, so these say what is used where either says more. They are as
  /// they were afterwards; a session begins before other threads have work that could read them.
  ///
  /// - Parameter actual: What the device says; nil where it says nothing.
  static func limiting<Result>(_ actual: Size?, _ start: () -> Result) -> Result {
    let before = ["COLUMNS", "LINES"].map { (name: String) in getenv(name).map { String(cString: $0) } }
    let asked = before.map { $0.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    let found = (asked[0] ?? actual?.columns, asked[1] ?? actual?.rows)
    guard found.0 ?? 0 > largest.columns || found.1 ?? 0 > largest.rows else { return start() }
    set("COLUMNS", found.0.map { "\(min($0, largest.columns))" })
    set("LINES", found.1.map { "\(min($0, largest.rows))" })
    defer {
      set("COLUMNS", before[0])
      set("LINES", before[1])
    }
    return start()
  }

  private static func set(_ variable: String, _ value: String?) {
    if let value { setenv(variable, value, 1) } else { unsetenv(variable) }
  }
}
