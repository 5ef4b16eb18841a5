import Text

/// What one cell (or two, where it is wide) of a line of text shows: one spacing scalar and its marks.
///
/// Text comes from files, so this is also where it is made harmless: control characters become `?`, white space
/// becomes a space, and invisible formatting (bidirectional overrides, joiners, tags) is left out. What remains
/// is what curses can store in a cell.
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
        // A mark that would not join the character before it has no cell to live in.
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

    /// What steers a terminal never becomes a cell. Of the rest, glibc's widths say what a cell can hold.
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

/// Text as a line of cells would show it.
public func sanitized(_ text: String) -> String {
  if DisplayWidth.isPlainASCII(text) { return text }
  return String(TextCell.cells(of: text).map(\.character))
}
