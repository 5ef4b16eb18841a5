import CWidth
import Foundation
import Text

/// What one cell of a line of text shows, or two cells where it is wide: one spacing scalar and its combining marks.
///
/// Text comes from files, so nothing unsafe becomes a cell (see `String.sanitized`): line breaks and tabs become spaces,
/// other control characters U+FFFD, and invisible formatting (bidirectional overrides, joiners, tags) is left out. What
/// remains is what curses can store in a cell.
public struct TextCell: Sendable, Hashable {
  public var character: Character
  /// 1 or 2 columns.
  public var width: Int

  public init(_ character: Character, width: Int) {
    self.character = character
    self.width = width
  }

  /// Curses keeps one spacing character and at most this many marks a cell.
  private static let maximumMarks = 3

  /// The cells of a line of text, left to right.
  public static func cells(of text: String) -> [TextCell] {
    var cells: [TextCell] = []
    cells.reserveCapacity(text.utf8.count)
    var marks = 0
    for scalar in text.unicodeScalars {
      switch Treatment(of: scalar) {
      case .keep(let width):
        cells.append(TextCell(Character(scalar), width: width))
        marks = 0
      case .replace(let character):
        cells.append(TextCell(character, width: 1))
        marks = 0
      case .combine:
        guard let last = cells.last, marks < maximumMarks else { continue }
        // A mark that does not join the character before it has no cell of its own.
        let joined = String(last.character) + String(Character(scalar))
        guard joined.count == 1, let character = joined.first else { continue }
        cells[cells.count - 1].character = character
        marks += 1
      case .drop:
        continue
      }
    }
    return cells
  }

  private enum Treatment {
    case keep(width: Int)
    case replace(Character)
    case combine
    case drop

    init(of scalar: Unicode.Scalar) {
      if (0x20..<0x7F).contains(scalar.value) {
        self = .keep(width: 1)
      } else if scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .format
      {
        self = .drop
      } else if scalar.steersTerminal {
        self = .replace(scalar.properties.isWhitespace ? " " : "\u{FFFD}")
      } else {
        switch DisplayWidth.of(scalar) {
        case 0: self = .combine
        case 1: self = .keep(width: 1)
        case 2: self = .keep(width: 2)
        default: self = .replace("\u{FFFD}")
        }
      }
    }
  }
}

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
