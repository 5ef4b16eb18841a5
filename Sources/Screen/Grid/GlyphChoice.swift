/// What a person wants charts to be drawn with.
public enum GlyphChoice: String, Sendable, Hashable, CaseIterable {
  /// Pixels where the terminal says that it shows images, elsewhere braille.
  case pixels
  case braille
  case block
  case ascii

  /// The characters, also of what is no image.
  public var glyphs: GlyphSet {
    switch self {
    case .pixels, .braille: .braille
    case .block: .block
    case .ascii: .ascii
    }
  }
}
