/// A small line without axes, drawn in dots, or as a row of levels where it is one row of block or ASCII glyphs.
public struct Sparkline: Sendable {
  public var values: [Float]
  /// Drawn over the values where it differs: the perturbed trajectory over the nominal one.
  public var overlay: [Float]?
  /// The values at the bottom and the top; nil fits the values and the overlay.
  public var range: ClosedRange<Float>?
  public var style: Style
  public var overlayStyle: Style
  /// The index of the value at which a cursor is drawn.
  public var cursor: Int?

  public init(
    _ values: [Float], overlay: [Float]? = nil, range: ClosedRange<Float>? = nil,
    style: Style = Style(.value), overlayStyle: Style = Style(.perturbed, bold: true), cursor: Int? = nil
  ) {
    self.values = values
    self.overlay = overlay
    self.range = range
    self.style = style
    self.overlayStyle = overlayStyle
    self.cursor = cursor
  }

  /// Draws the line over the whole rectangle; values that are not finite leave gaps.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    defer { drawCursor(in: rect, on: &grid, glyphs: glyphs) }
    let scale = scale()
    if rect.rows == 1, glyphs != .braille {
      drawLevels(in: rect, on: &grid, glyphs: glyphs, scale: scale)
      return
    }
    var canvas = Canvas(size: rect.size, glyphs: glyphs)
    let nominal = rows(of: values, scale: scale, columns: canvas.dotColumns, levels: canvas.dotRows)
    draw(nominal, besides: nil, style: style, on: &canvas)
    if let overlay {
      let moved = rows(of: overlay, scale: scale, columns: canvas.dotColumns, levels: canvas.dotRows)
      draw(moved, besides: nominal, style: overlayStyle, on: &canvas)
    }
    canvas.draw(on: &grid, x: rect.x, y: rect.y)
  }

  private func drawCursor(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard let cursor, values.indices.contains(cursor) else { return }
    grid.drawCursor(
      Rect(x: rect.x + cursor * rect.columns / values.count, y: rect.y, columns: 1, rows: rect.rows),
      glyphs: glyphs)
  }

  private func draw(_ rows: [Int?], besides other: [Int?]?, style: Style, on canvas: inout Canvas) {
    var previous: Int?
    for (column, row) in rows.enumerated() {
      defer { previous = row }
      guard let row else { continue }
      if let other, other[column] == row { continue }
      // From the neighbour's level to this one, so that steep lines have no holes.
      let from = previous.map { $0 < row ? $0 + 1 : $0 > row ? $0 - 1 : row } ?? row
      for y in min(from, row)...max(from, row) { canvas.plot(x: column, y: y, style: style) }
    }
  }

  private func drawLevels(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet, scale: ValueScale) {
    let count = glyphs.levelCount
    let nominal = rows(of: values, scale: scale, columns: rect.columns, levels: count)
    let moved = overlay.map { rows(of: $0, scale: scale, columns: rect.columns, levels: count) }
    for column in 0..<rect.columns {
      let isMoved = moved.map { $0[column] != nil && $0[column] != nominal[column] } ?? false
      guard let row = isMoved ? moved?[column] : nominal[column] else { continue }
      let cell = TextCell(glyphs.character(forLevel: count - 1 - row), width: 1)
      grid.place(cell, x: rect.x + column, y: rect.y, style: isMoved ? overlayStyle : style)
    }
  }

  /// The level of each column, 0 at the top; nil for columns without a finite value.
  private func rows(of values: [Float], scale: ValueScale, columns: Int, levels: Int) -> [Int?] {
    guard !values.isEmpty else { return Array(repeating: nil, count: columns) }
    return (0..<columns).map { column in
      let start = column * values.count / columns
      let end = max(start + 1, (column + 1) * values.count / columns)
      var sum = 0.0
      var count = 0.0
      for value in values[start..<end] where value.isFinite {
        sum += Double(value)
        count += 1
      }
      guard count > 0, let fraction = scale.fraction(of: sum / count) else { return nil }
      return Int(((1 - min(max(fraction, 0), 1)) * Double(levels - 1)).rounded())
    }
  }

  private func scale() -> ValueScale {
    if let range {
      return ValueScale(kind: .linear, lower: Double(range.lowerBound), upper: Double(range.upperBound))
    }
    var low = Float.infinity
    var high = -Float.infinity
    for values in [values, overlay ?? []] {
      for value in values where value.isFinite {
        low = min(low, value)
        high = max(high, value)
      }
    }
    return ValueScale(kind: .linear, lower: Double(low), upper: Double(high))
  }
}
