import Screen

/// A dim sentence in the middle of an empty panel.
enum Notice {
  static func draw(_ text: String, in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    grid.draw(
      text, x: rect.x, y: rect.y + rect.rows / 2, width: rect.columns, style: Style(.label),
      alignment: .center, ellipsis: glyphs.symbols.ellipsis)
  }

  static let waiting = "waiting for the first step"
}
