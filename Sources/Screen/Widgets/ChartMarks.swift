/// Whole characters on a chart: measured points, and where values were not finite.
struct ChartMarks {
  let x: ValueScale
  let y: ValueScale
  let frame: ChartFrame
  let symbols: GlyphSet.Symbols

  /// Columns that a mark needs, on average, for the line between two to be seen.
  private static let leastSpacing = 3

  /// Marks each point of a series, unless they lie too close to one another.
  func drawPoints(of series: ChartSeries, on grid: inout Grid) {
    let plot = frame.plot
    guard plot.columns > 0, plot.rows > 1 else { return }
    let points = series.points.filter { $0.count > 0 }
    guard points.count * Self.leastSpacing <= plot.columns else { return }
    for point in points {
      guard let column = frame.column(of: point.x), let row = frame.row(of: point.y) else { continue }
      grid.place(TextCell(symbols.mark, width: 1), x: column, y: row, style: series.style)
    }
  }

  /// Marks on the x axis, or without one at the foot of the chart, where values were not finite.
  func drawGaps(of series: [ChartSeries], on grid: inout Grid) {
    guard frame.plot.columns > 0, frame.plot.rows > 0 else { return }
    let columns = series.reduce(into: Set<Int>()) { columns, series in
      guard series.points.contains(where: { $0.notFinite > 0 }) else { return }
      columns.formUnion(
        ChartVertex.vertices(of: series.points, x: x, columns: frame.plot.columns).gaps)
    }
    for column in columns {
      grid.place(
        TextCell(symbols.notFinite, width: 1), x: frame.plot.x + column, y: frame.gapRow,
        style: Style(.error, bold: true))
    }
  }
}
