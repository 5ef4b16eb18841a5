/// A chart's axes with ticks and labels, and the rectangle that remains for the lines.
struct ChartFrame {
  /// Where lines are drawn.
  let plot: Rect
  /// Columns to the right of the plot, for values at the ends of lines.
  let endColumns: Int
  let symbols: GlyphSet.Symbols
  private let rect: Rect
  private let x: ValueScale
  private let y: ValueScale?
  private let xUnit: String
  private let xTicks: TickKind
  private let glyphs: GlyphSet
  private let yTicks: [AxisTick]

  /// Columns for the labels of the y axis, without the axis itself; 0 where there is none.
  private let gutter: Int
  let hasXAxis: Bool

  /// Without a y scale, when no value has a place on it, there is no y axis.
  init(
    rect: Rect, x: ValueScale, y: ValueScale?, xUnit: String, xTicks: TickKind, glyphs: GlyphSet,
    endColumns: Int = 0
  ) {
    self.rect = rect
    self.x = x
    self.y = y
    self.xUnit = xUnit
    self.xTicks = xTicks
    self.glyphs = glyphs
    self.endColumns = endColumns
    symbols = glyphs.symbols
    hasXAxis = rect.rows >= 6 && rect.columns >= 16
    let height = rect.rows - (hasXAxis ? 2 : 0)
    let ticks = y?.ticks(count: max(2, height / 2)).map { $0.spelled(for: glyphs) } ?? []
    let width = ticks.map { DisplayWidth.of($0.label) }.max() ?? 0
    gutter = rect.columns >= width + 16 && height >= 3 ? width : 0
    yTicks = gutter > 0 ? ticks : []
    let left = gutter > 0 ? gutter + 1 : 0
    plot = Rect(x: rect.x + left, y: rect.y, columns: rect.columns - left - endColumns, rows: height)
  }

  /// The row for marks of values that are not finite.
  var gapRow: Int { hasXAxis ? plot.maxY : plot.maxY - 1 }

  /// The column of a value on the x axis; nil where it has none.
  func column(of value: Double) -> Int? {
    guard let fraction = x.fraction(of: value), fraction >= 0, fraction <= 1 else { return nil }
    return plot.x + Int((fraction * Double(plot.columns - 1)).rounded())
  }

  /// The row of a value on the y axis; nil where it has none.
  func row(of value: Double) -> Int? {
    guard let fraction = y?.fraction(of: value), fraction >= -1e-9, fraction <= 1 + 1e-9 else { return nil }
    return plot.y + Int(((1 - fraction) * Double(plot.rows - 1)).rounded())
  }

  /// The same, but of a value above the end of the axis the first row.
  func rowOrHead(of value: Double) -> Int? { y.flatMap { row(of: min(value, $0.upper)) } }

  func draw(on grid: inout Grid) {
    if gutter > 0 { drawYAxis(on: &grid) }
    if hasXAxis { drawXAxis(on: &grid) }
  }

  private func drawYAxis(on grid: inout Grid) {
    let axis = plot.x - 1
    for row in plot.y..<plot.maxY {
      grid.place(TextCell(symbols.vertical, width: 1), x: axis, y: row, style: Style(.axis))
    }
    var lastRow = Int.max
    for tick in yTicks {
      guard let row = row(of: tick.value), row != lastRow, plot.contains(x: plot.x, y: row) else { continue }
      lastRow = row
      grid.draw(
        tick.label, x: rect.x, y: row, width: gutter, style: Style(.label), alignment: .trailing)
      grid.place(TextCell(symbols.yTick, width: 1), x: axis, y: row, style: Style(.axis))
    }
  }

  private func drawXAxis(on grid: inout Grid) {
    let row = plot.maxY
    for column in plot.x..<plot.maxX {
      grid.place(TextCell(symbols.horizontal, width: 1), x: column, y: row, style: Style(.axis))
    }
    if gutter > 0 {
      grid.place(TextCell(symbols.bottomLeft, width: 1), x: plot.x - 1, y: row, style: Style(.axis))
    }
    let unitWidth = xUnit.isEmpty ? 0 : DisplayWidth.of(xUnit) + 1
    let hasUnit = unitWidth > 0 && unitWidth < plot.columns / 2
    let end = plot.maxX - (hasUnit ? unitWidth : 0)
    if hasUnit {
      grid.draw(xUnit, x: end + 1, y: row + 1, width: unitWidth - 1, style: Style(.axis))
    }
    let axis = HorizontalAxis(scale: x, kind: xTicks, columns: plot.columns)
    for label in axis.labels(from: rect.x - plot.x, to: end - plot.x, glyphs: glyphs) {
      let column = plot.x + label.column
      grid.place(TextCell(symbols.xTick, width: 1), x: column, y: row, style: Style(.axis))
      grid.draw(
        label.tick.label, x: plot.x + label.start, y: row + 1, width: label.width, style: Style(.label))
    }
  }
}

/// Values written right of a chart, at their heights.
struct ChartEndLabels {
  let series: [ChartSeries]
  let frame: ChartFrame

  /// A narrower chart needs all its columns for the lines.
  private static let leastChart = 56
  /// The widest label.
  private static let mostColumns = 14

  /// Columns for the labels and a gap before them; 0 where there is no room.
  static func columns(for series: [ChartSeries], in columns: Int) -> Int {
    guard columns >= leastChart else { return 0 }
    let widest = series.flatMap(\.endLabels).map { DisplayWidth.of($0.text) }.max() ?? 0
    return widest == 0 ? 0 : min(widest, mostColumns) + 1
  }

  /// One label per row: where two need the same row, the later one moves up to two rows, or is left out.
  func draw(on grid: inout Grid) {
    guard frame.endColumns > 1 else { return }
    let plot = frame.plot
    var taken: Set<Int> = []
    for series in series {
      for label in series.endLabels {
        guard label.value.isFinite, let wanted = frame.rowOrHead(of: label.value),
          let row = [0, -1, 1, -2, 2].map({ wanted + $0 })
            .first(where: { $0 >= plot.y && $0 < plot.maxY && !taken.contains($0) })
        else { continue }
        taken.insert(row)
        grid.draw(
          label.text, x: plot.maxX + 1, y: row, width: frame.endColumns - 1, style: series.style,
          ellipsis: frame.symbols.ellipsis)
      }
    }
  }
}
