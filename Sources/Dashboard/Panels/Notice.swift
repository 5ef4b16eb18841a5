import Screen

/// A dim sentence in the middle of an empty panel.
enum Notice {
  static func draw(_ text: String, in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    grid.drawNotice(text, in: rect, glyphs: glyphs)
  }

  static let waiting = "waiting for the first step"
}
