/// Which characters charts are drawn with.
public enum GlyphSet: String, Sendable, Hashable, Codable, CaseIterable {
  /// 2 by 4 dots a cell.
  case braille
  /// Eighth blocks and quadrants.
  case block
  /// 7-bit characters only: safe on every terminal.
  case ascii
}
