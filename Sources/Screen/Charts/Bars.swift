/// A value as a point on a logarithmic bar, with the range it has moved in.
public struct LogBar: Sendable {
  public var value: Double
  /// The smallest and largest value so far, drawn as a thick part of the bar.
  public var range: ClosedRange<Double>?
  /// The values at the ends of the bar, both positive.
  public var scale: ValueScale
  public var style: Style

  public init(
    value: Double, range: ClosedRange<Double>?, scale: ValueScale, style: Style = Style(.timeConstant)
  ) {
    self.value = value
    self.range = range
    self.scale = scale
    self.style = style
  }

  /// Draws one row. A value without a place (NaN, or not positive) leaves the bar empty.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    let symbols = glyphs.symbols
    let thick: ClosedRange<Int>? = range.flatMap { range in
      guard let low = column(of: range.lowerBound, in: rect),
        let high = column(of: range.upperBound, in: rect)
      else { return nil }
      return min(low, high)...max(low, high)
    }
    for column in 0..<rect.columns {
      let isThick = thick?.contains(column) ?? false
      let cell = TextCell(isThick ? (glyphs == .ascii ? "=" : symbols.barFull) : symbols.barEmpty, width: 1)
      grid.place(cell, x: rect.x + column, y: rect.y, style: isThick ? style : Style(.axis, dim: true))
    }
    guard let column = column(of: value, in: rect) else { return }
    var pointStyle = style
    pointStyle.isBold = true
    grid.place(TextCell(symbols.point, width: 1), x: rect.x + column, y: rect.y, style: pointStyle)
  }

  private func column(of value: Double, in rect: Rect) -> Int? {
    guard let fraction = scale.fraction(of: value) else { return nil }
    return Int((min(max(fraction, 0), 1) * Double(rect.columns - 1)).rounded())
  }
}

/// Progress as a bar.
public struct Gauge: Sendable {
  /// 0 to 1; other values are clamped, NaN is 0.
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
