import CWidth
import Glibc
import Text

/// How many columns text takes on a terminal: glibc's `wcwidth`, which is what ncurses goes by.
///
/// East Asian wide and fullwidth characters and most emoji take two columns, combining marks none.
public enum DisplayWidth {
  /// `wcwidth` answers for the locale of the calling thread, and exports must not depend on the locale of whoever
  /// runs the program. glibc has one table of widths for all UTF-8 locales, so this one agrees with any terminal's.
  /// Sound to share: a locale is never changed once it is made.
  private nonisolated(unsafe) static let utf8 = cwidth_utf8_locale()

  /// The columns of one scalar: 0, 1 or 2; -1 where it cannot be shown, as controls and unassigned characters.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    if (0x20..<0x7F).contains(scalar.value) { return 1 }
    // Where the system has no such locale, widths are unknown: one column is right for most characters.
    guard let utf8 else { return scalar.steersTerminal ? -1 : 1 }
    let before = uselocale(utf8)
    defer { uselocale(before) }
    return Int(wcwidth(wchar_t(scalar.value)))
  }

  /// The columns of text as `Grid.draw` would show it, control characters replaced.
  public static func of(_ text: String) -> Int {
    if isPlainASCII(text) { return text.utf8.count }
    return TextCell.cells(of: text).reduce(0) { $0 + $1.width }
  }

  /// True where every byte is one printable column, the common and fast case.
  static func isPlainASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }
}
