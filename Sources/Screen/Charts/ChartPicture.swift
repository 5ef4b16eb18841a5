/// A chart's plot in pixels: the same lines as in cells of dots.
struct ChartPicture {
  let chart: LineChart
  let x: ValueScale
  let y: ValueScale
  let frame: ChartFrame
  let marks: ChartMarks
  /// The pixels of a cell.
  let cell: PixelSize

  /// Nil where the plot has no cells.
  ///
  /// - Parameter values: where in the plot text stands; nil for nowhere.
  func drawn(besides values: Rect?) -> Picture? {
    let place = frame.plot
    guard !place.isEmpty else { return nil }
    let size = PixelSize(width: place.columns * cell.width, height: place.rows * cell.height)
    var canvas = PixelCanvas(size: size, cell: cell)
    drawAlarms(on: &canvas)
    drawCursor(on: &canvas)
    canvas.beginLayer()
    let plot = ChartPlot(x: x, y: y)
    for series in chart.series where series.isSmoothed && series.showsRawRange {
      plot.drawRaw(series, on: &canvas)
    }
    canvas.beginLayer()
    for series in chart.series { plot.drawLine(series, on: &canvas) }
    for series in chart.series where series.hasMarks && marks.canMark(series) {
      plot.markPoints(of: series, on: &canvas)
    }
    // Without an axis below, marks of what is not finite stand in the lowest row of cells.
    let hasGaps = chart.series.contains { $0.points.contains { $0.notFinite > 0 } }
    let gaps = Rect(x: place.x, y: frame.gapRow, columns: place.columns, rows: 1)
    let texts = [values, hasGaps && !frame.hasXAxis ? gaps : nil].compactMap { $0 }
    return Picture(place: place, image: canvas.image, texts: texts, cell: cell)
  }

  private func drawCursor(on canvas: inout PixelCanvas) {
    guard let cursor = chart.cursor, let column = column(of: cursor, on: canvas) else { return }
    verticalLine(at: column, style: Style(.bright), on: &canvas)
  }

  /// A line for each alarm, and a mark at its head.
  private func drawAlarms(on canvas: inout PixelCanvas) {
    for alarm in chart.alarms {
      guard let column = column(of: alarm, on: canvas) else { continue }
      verticalLine(at: column, style: Style(.axis), on: &canvas)
      canvas.mark(x: column, y: cell.height / 4, style: LineChart.alarmStyle)
    }
  }

  private func verticalLine(at column: Int, style: Style, on canvas: inout PixelCanvas) {
    for row in 0..<canvas.dotRows { canvas.plot(x: column, y: row, style: style) }
  }

  private func column(of value: Double, on canvas: PixelCanvas) -> Int? {
    guard let fraction = x.fraction(of: value), (0...1).contains(fraction) else { return nil }
    return Int((fraction * Double(canvas.dotColumns - 1)).rounded())
  }
}
