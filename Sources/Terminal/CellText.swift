import CNcurses
import Screen
import Text

/// What a cell's character becomes on the terminal, the last check before it is written. Control characters and
/// text-direction marks never pass; a character with another width than the grid gave it would shift its row and is
/// replaced.
package struct CellText {
  /// False where the locale cannot encode more than ASCII.
  let isUnicode: Bool

  package init(isUnicode: Bool) { self.isUnicode = isUnicode }

  /// Shown in place of what cannot be shown; one cell wide.
  package var replacement: UnicodeScalar { isUnicode ? "\u{FFFD}" : "?" }

  /// Fills the buffer with a spacing character of the given width and its combining marks, fewer than `CCHARW_MAX`
  /// scalars, and a zero. Where the character cannot be shown, fills in the replacement and returns false.
  package func encode(_ character: Character, width: Int, into buffer: inout [wchar_t]) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    var isBase = true
    for scalar in character.unicodeScalars {
      if isBase {
        guard canShow(scalar, width: width) else { break }
        isBase = false
      } else {
        guard buffer.count < CCHARW_MAX - 1, isMark(scalar) else { break }
      }
      buffer.append(wchar_t(scalar.value))
    }
    if isBase { buffer.append(wchar_t(replacement.value)) }
    buffer.append(0)
    return !isBase
  }

  private func canShow(_ scalar: UnicodeScalar, width: Int) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F && width == 1 }
    return isUnicode && DisplayWidth.of(scalar) == width && !scalar.steersTerminal
  }

  /// Variation selectors are left out: they change the width in some terminals and not in others.
  private func isMark(_ scalar: UnicodeScalar) -> Bool {
    isUnicode && DisplayWidth.of(scalar) == 0 && scalar.properties.isGraphemeExtend
      && !scalar.properties.isVariationSelector
  }
}
