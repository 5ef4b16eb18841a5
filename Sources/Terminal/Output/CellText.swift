import CNcurses
import CTerminalGuard
import Screen

/// The last door before the terminal: what a cell's character becomes. Control characters and text-direction marks
/// never pass; a character that does not have the width the grid gave it is replaced, for it would shift its row.
package struct CellText {
  /// False where the locale cannot encode more than ASCII.
  let isUnicode: Bool

  package init(isUnicode: Bool) { self.isUnicode = isUnicode }

  /// Stands for what cannot be shown; one cell wide.
  package var replacement: UnicodeScalar { isUnicode ? "\u{FFFD}" : "?" }

  /// A spacing character of the given width and its combining marks, fewer than `CCHARW_MAX` scalars; nil where the
  /// character cannot be shown.
  package func scalars(of character: Character, width: Int) -> [UnicodeScalar]? {
    guard let base = character.unicodeScalars.first else { return nil }
    if base.isASCII {
      guard base.value >= 0x20, base.value < 0x7F, width == 1 else { return nil }
    } else {
      guard isUnicode, terminal_character_width(base.value) == width,
        base.properties.generalCategory != .format
      else { return nil }
    }
    var scalars = [base]
    for mark in character.unicodeScalars.dropFirst() where scalars.count < CCHARW_MAX - 1 {
      // Variation selectors change the width in some terminals and not in others.
      guard isUnicode, terminal_character_width(mark.value) == 0, mark.properties.isGraphemeExtend,
        !mark.properties.isVariationSelector
      else { break }
      scalars.append(mark)
    }
    return scalars
  }
}
