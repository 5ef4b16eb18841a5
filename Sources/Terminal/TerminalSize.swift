import CNcurses
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

  /// Opens a screen. ncurses makes one of the size that it finds, however large: where that is more than is used, it
  /// is told a small one, which is changed later.
  ///
  /// - Parameter size: the terminal's; nil where nobody knows.
  static func whileOpening(_ size: Size?, _ open: () -> OpaquePointer?) -> OpaquePointer? {
    guard let size, size != usable(size) else { return open() }
    let variables = ["COLUMNS": "80", "LINES": "24"]
    let former = variables.keys.map { name in (name, getenv(name).map { String(cString: $0) }) }
    for (name, value) in variables { setenv(name, value, 1) }
    use_tioctl(false)
    defer {
      use_tioctl(true)
      for (name, value) in former {
        if let value { setenv(name, value, 1) } else { unsetenv(name) }
      }
    }
    return open()
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
