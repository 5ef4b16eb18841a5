/// A drawing surface of several dots per cell: 2 by 4 in braille, 2 by 2 in quadrant blocks, 1 by 3 in ASCII.
///
/// Dot coordinates run right and down from 0. A cell has the style of the last dot drawn in it. Dots outside the
/// canvas are clipped.
public struct Canvas: DotSurface, Sendable {
  /// In cells.
  public let size: Size
  public let glyphs: GlyphSet
  let dotsAcross: Int
  let dotsDown: Int
  private(set) var masks: [UInt8]
  private var styles: [Style]
  private var layers: [UInt8]
  private var layer: UInt8 = 0

  /// An empty canvas of a size in cells.
  public init(size: Size, glyphs: GlyphSet) {
    self.size = size
    self.glyphs = glyphs
    (dotsAcross, dotsDown) = glyphs.dotsPerCell
    let count = size.columns * size.rows
    masks = Array(repeating: 0, count: count)
    styles = Array(repeating: Style(), count: count)
    layers = Array(repeating: 0, count: count)
  }

  public var dotColumns: Int { size.columns * dotsAcross }
  public var dotRows: Int { size.rows * dotsDown }

  /// From here on, the first dot in a cell erases the dots of earlier layers there.
  public mutating func beginLayer() {
    layer &+= 1
  }

  /// Draws one dot.
  public mutating func plot(x: Int, y: Int, style: Style) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
    let cell = (y / dotsDown) * size.columns + x / dotsAcross
    if layers[cell] != layer {
      masks[cell] = 0
      layers[cell] = layer
    }
    masks[cell] |= 1 << UInt8((y % dotsDown) * dotsAcross + x % dotsAcross)
    styles[cell] = style
  }

  /// Draws two by two dots: a single one is easily missed.
  mutating func mark(x: Int, y: Int, style: Style) {
    let left = x + 1 < dotColumns ? x : x - 1
    let top = y + 1 < dotRows ? y : y - 1
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
      plot(x: max(0, left) + dx, y: max(0, top) + dy, style: style)
    }
  }

  /// True where a dot is set.
  public func isSet(x: Int, y: Int) -> Bool {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return false }
    let mask = masks[(y / dotsDown) * size.columns + x / dotsAcross]
    return mask & (1 << UInt8((y % dotsDown) * dotsAcross + x % dotsAcross)) != 0
  }

  /// Draws a straight line (Bresenham). Ends far outside are moved to just outside.
  public mutating func line(
    fromX x0: Int, y y0: Int, toX x1: Int, y y1: Int, style: Style, stroke: Stroke = .solid
  ) {
    var (x, y) = (clampX(x0), clampY(y0))
    let (endX, endY) = (clampX(x1), clampY(y1))
    let (dx, dy) = (abs(endX - x), -abs(endY - y))
    let (stepX, stepY) = (x < endX ? 1 : -1, y < endY ? 1 : -1)
    var error = dx + dy
    // The stroke's pattern follows the longer side: a sum of both coordinates would stand still on a diagonal.
    let isFlat = dx >= -dy
    while true {
      if stroke.draws(at: isFlat ? x : y) { plot(x: x, y: y, style: style) }
      if x == endX && y == endY { return }
      let doubled = 2 * error
      if doubled >= dy {
        error += dy
        x += stepX
      }
      if doubled <= dx {
        error += dx
        y += stepY
      }
    }
  }

  /// Copies the cells that have dots onto a grid, its top left at a cell.
  public func draw(on grid: inout Grid, x: Int, y: Int) {
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let index = row * size.columns + column
        guard masks[index] != 0 else { continue }
        let cell = TextCell(glyphs.character(forDots: masks[index]), width: 1)
        grid.place(cell, x: x + column, y: y + row, style: styles[index])
      }
    }
  }

  private func clampX(_ x: Int) -> Int { min(max(x, -1), dotColumns) }
  private func clampY(_ y: Int) -> Int { min(max(y, -1), dotRows) }
}

/// How a line is drawn, so that lines differ without colour.
public enum Stroke: Sendable, Hashable, CaseIterable {
  case solid
  /// Four dots on, two off.
  case dashed
  /// Every second dot.
  case dotted
  /// Five dots on, two off, one on, two off.
  case dashDotted
  /// Three dots on, five off.
  case sparse

  /// Whether the dot at this place along the line is drawn.
  func draws(at position: Int) -> Bool {
    let position = abs(position)
    switch self {
    case .solid: return true
    case .dashed: return position % 6 < 4
    case .dotted: return position % 2 == 0
    case .dashDotted: return position % 10 < 5 || position % 10 == 7
    case .sparse: return position % 8 < 3
    }
  }

  /// A piece of the line for a legend.
  func sample(_ symbols: GlyphSet.Symbols) -> String {
    switch self {
    case .solid: symbols.solid
    case .dashed: symbols.dashed
    case .dotted: symbols.dotted
    case .dashDotted: symbols.dashDotted
    case .sparse: symbols.sparse
    }
  }
}
