/// A chart's axes, ticks and labels, and the rectangle they leave for the lines.
struct ChartFrame {
  /// Where lines are drawn.
  let plot: Rect
  private let rect: Rect
  private let x: ValueScale
  private let y: ValueScale
  private let xUnit: String
  private let yTicks: [AxisTick]

  /// Columns for the labels of the y axis, the axis itself not counted; 0 where there is no y axis.
  private let gutter: Int
  let hasXAxis: Bool

  init(rect: Rect, x: ValueScale, y: ValueScale, xUnit: String) {
    self.rect = rect
    self.x = x
    self.y = y
    self.xUnit = xUnit
    hasXAxis = rect.rows >= 6 && rect.columns >= 16
    let height = rect.rows - (hasXAxis ? 2 : 0)
    let ticks = y.ticks(count: max(2, height / 2))
    let width = ticks.map { DisplayWidth.of($0.label) }.max() ?? 0
    gutter = rect.columns >= width + 16 && height >= 3 ? width : 0
    yTicks = gutter > 0 ? ticks : []
    let left = gutter > 0 ? gutter + 1 : 0
    plot = Rect(x: rect.x + left, y: rect.y, columns: rect.columns - left, rows: height)
  }

  func draw(on grid: inout Grid, glyphs: GlyphSet) {
    let symbols = glyphs.symbols
    if gutter > 0 { drawYAxis(on: &grid, symbols: symbols) }
    if hasXAxis { drawXAxis(on: &grid, symbols: symbols) }
  }

  private func drawYAxis(on grid: inout Grid, symbols: GlyphSet.Symbols) {
    let axis = plot.x - 1
    for row in plot.y..<plot.maxY {
      grid.place(TextCell(symbols.vertical, width: 1), x: axis, y: row, style: Style(.axis))
    }
    var lastRow = Int.max
    for tick in yTicks {
      guard let fraction = y.fraction(of: tick.value) else { continue }
      let row = plot.y + Int(((1 - fraction) * Double(plot.rows - 1)).rounded())
      guard row != lastRow, plot.contains(x: plot.x, y: row) else { continue }
      lastRow = row
      grid.draw(
        tick.label, x: rect.x, y: row, width: gutter, style: Style(.label), alignment: .trailing)
      grid.place(TextCell(symbols.yTick, width: 1), x: axis, y: row, style: Style(.axis))
    }
  }

  private func drawXAxis(on grid: inout Grid, symbols: GlyphSet.Symbols) {
    let row = plot.maxY
    for column in plot.x..<plot.maxX {
      grid.place(TextCell(symbols.horizontal, width: 1), x: column, y: row, style: Style(.axis))
    }
    if gutter > 0 {
      grid.place(TextCell(symbols.bottomLeft, width: 1), x: plot.x - 1, y: row, style: Style(.axis))
    }
    let unitWidth = xUnit.isEmpty ? 0 : DisplayWidth.of(xUnit) + 1
    let end = plot.maxX - unitWidth
    if unitWidth > 0, unitWidth < plot.columns / 2 {
      grid.draw(xUnit, x: end + 1, y: row + 1, width: unitWidth - 1, style: Style(.axis))
    }
    var free = rect.x
    for tick in x.ticks(count: max(2, plot.columns / 9)) {
      guard let fraction = x.fraction(of: tick.value) else { continue }
      let column = plot.x + Int((fraction * Double(plot.columns - 1)).rounded())
      let width = DisplayWidth.of(tick.label)
      let start = max(rect.x, min(column - width / 2, end - width))
      guard plot.contains(x: column, y: plot.y), start >= free, start + width <= end else { continue }
      grid.place(TextCell(symbols.xTick, width: 1), x: column, y: row, style: Style(.axis))
      grid.draw(tick.label, x: start, y: row + 1, width: width, style: Style(.label))
      free = start + width + 1
    }
  }
}
