/// How much of something is done, as a bar.
public struct Gauge: Sendable {
  /// 0 to 1; anything else is moved to the nearer end, NaN to 0.
  public var fraction: Double
  public var style: Style

  public init(fraction: Double, style: Style = Style(.focus)) {
    self.fraction = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    self.style = style
  }

  /// Draws the first row of the rectangle.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    let symbols = glyphs.symbols
    let full = Int((fraction * Double(rect.columns)).rounded())
    for column in 0..<rect.columns {
      let cell = TextCell(column < full ? symbols.barFull : symbols.barEmpty, width: 1)
      grid.place(cell, x: rect.x + column, y: rect.y, style: column < full ? style : Style(.axis, dim: true))
    }
  }
}
