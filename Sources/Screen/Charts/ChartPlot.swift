/// Draws series as dots between two scales.
struct ChartPlot {
  let x: ValueScale
  let y: ValueScale

  /// The raw values with their range, dimmed: what the average is taken over.
  func drawRaw(_ series: ChartSeries, on canvas: inout some DotSurface) {
    var style = series.style
    style.isDim = true
    style.isBold = false
    connect(series.points, style: style, stroke: .solid, on: &canvas)
  }

  func drawLine(_ series: ChartSeries, on canvas: inout some DotSurface) {
    guard !series.isScattered else { return scatter(series, on: &canvas) }
    let points = series.isSmoothed ? series.smoothedPoints : series.points
    connect(points, style: series.style, stroke: series.stroke, on: &canvas)
  }

  /// Each point by itself: two by two dots, or one where there are very many.
  private func scatter(_ series: ChartSeries, on canvas: inout some DotSurface) {
    let isCrowded = series.points.count > canvas.dotColumns
    for point in series.points {
      guard let across = x.fraction(of: point.x), (0...1).contains(across),
        let row = row(of: point.y, on: canvas)
      else { continue }
      let column = Int((across * Double(canvas.dotColumns - 1)).rounded())
      guard row >= 0, row < canvas.dotRows else { continue }
      if isCrowded {
        canvas.plot(x: column, y: row, style: series.style)
      } else {
        canvas.mark(x: column, y: row, style: series.style)
      }
    }
  }

  private func connect(
    _ points: [ChartPoint], style: Style, stroke: Stroke, on canvas: inout some DotSurface
  ) {
    let vertices = ChartVertex.vertices(of: points, x: x, columns: canvas.dotColumns).vertices
    var previous: (x: Int, y: Int)?
    for (index, vertex) in vertices.enumerated() {
      drawRange(vertex, style: style, on: &canvas)
      guard let row = row(of: vertex.point.y, on: canvas) else {
        previous = nil
        continue
      }
      if let previous, !vertex.startsSegment {
        canvas.line(
          fromX: previous.x, y: previous.y, toX: vertex.column, y: row, style: style, stroke: stroke)
      } else if index + 1 == vertices.count || vertices[index + 1].startsSegment {
        canvas.mark(x: vertex.column, y: row, style: style)
      }
      previous = (vertex.column, row)
    }
  }

  /// From the smallest to the largest value. What has no place on a logarithmic axis lies below its lower end.
  private func drawRange(_ vertex: ChartVertex, style: Style, on canvas: inout some DotSurface) {
    let point = vertex.point
    guard point.low < point.high, let high = row(of: point.high, on: canvas) else { return }
    let low = row(of: point.low, on: canvas) ?? canvas.dotRows - 1
    canvas.line(fromX: vertex.column, y: low, toX: vertex.column, y: high, style: style, stroke: .solid)
  }

  /// Marks each measured point of a series.
  func markPoints(of series: ChartSeries, on canvas: inout some DotSurface) {
    for point in series.points where point.count > 0 {
      guard let across = x.fraction(of: point.x), (0...1).contains(across),
        let row = row(of: point.y, on: canvas)
      else { continue }
      canvas.mark(x: Int((across * Double(canvas.dotColumns - 1)).rounded()), y: row, style: series.style)
    }
  }

  private func row(of value: Double, on canvas: some DotSurface) -> Int? {
    guard let fraction = y.fraction(of: value), fraction.isFinite else { return nil }
    let clamped = min(max(fraction, -0.01), 1.01)
    return Int(((1 - clamped) * Double(canvas.dotRows - 1)).rounded())
  }
}

/// The points of a series that fall into one column of dots.
package struct ChartVertex: Sendable {
  package var column: Int
  /// The points merged.
  package var point: ChartPoint
  /// True where a value is missing between this vertex and the one before.
  package var startsSegment: Bool

  /// A series binned to columns of dots, with mean and range. `gaps` are the columns with values that were not finite.
  package static func vertices(
    of points: [ChartPoint], x scale: ValueScale, columns: Int
  ) -> (vertices: [ChartVertex], gaps: Set<Int>) {
    var vertices: [ChartVertex] = []
    var gaps: Set<Int> = []
    var isMissing = true
    for point in points {
      guard let fraction = scale.fraction(of: point.x), fraction >= 0, fraction <= 1 else { continue }
      let column = Int((fraction * Double(columns - 1)).rounded())
      if point.notFinite > 0 { gaps.insert(column) }
      guard point.count > 0 else {
        isMissing = true
        continue
      }
      if let last = vertices.last, last.column == column {
        vertices[vertices.count - 1].point.merge(point)
      } else {
        vertices.append(ChartVertex(column: column, point: point, startsSegment: isMissing))
      }
      isMissing = false
    }
    return (vertices, gaps)
  }
}

/// Marks on a chart, a whole character each: measured points, and where values were not finite.
struct ChartMarks {
  let x: ValueScale
  let y: ValueScale
  let frame: ChartFrame
  let symbols: GlyphSet.Symbols

  /// The columns that a mark needs, on average, so that the line between two can be seen.
  private static let leastSpacing = 3

  /// Marks each point of a series unless they are too close together.
  func drawPoints(of series: ChartSeries, on grid: inout Grid) {
    let plot = frame.plot
    guard plot.columns > 0, plot.rows > 1 else { return }
    let points = series.points.filter { $0.count > 0 }
    guard canMark(series) else { return }
    for point in points {
      guard let column = frame.column(of: point.x), let row = frame.row(of: point.y) else { continue }
      grid.place(TextCell(symbols.mark, width: 1), x: column, y: row, style: series.style)
    }
  }

  /// Whether the points of a series are far enough apart to be marked.
  func canMark(_ series: ChartSeries) -> Bool {
    series.points.count { $0.count > 0 } * Self.leastSpacing <= frame.plot.columns
  }

  /// Marks each alarm at the head of the plot, and draws a line down from it where there is nothing else.
  func drawAlarms(at alarms: [Double], on grid: inout Grid) {
    let plot = frame.plot
    guard plot.columns > 0, plot.rows > 0 else { return }
    for column in Set(alarms.compactMap(frame.column)) {
      for row in plot.y..<plot.maxY where row == plot.y || grid[column, row].character == " " {
        let symbol = row == plot.y ? symbols.alarm : symbols.vertical
        let style = row == plot.y ? LineChart.alarmStyle : Style(.axis)
        grid.place(TextCell(symbol, width: 1), x: column, y: row, style: style)
      }
    }
  }

  /// Marks, at the head of the plot, where values of a series lie above the end of the axis.
  func drawOutliers(of series: ChartSeries, on grid: inout Grid) {
    let plot = frame.plot
    guard plot.columns > 0, plot.rows > 0 else { return }
    for column in Set(series.points.filter { $0.isAbove(y) }.compactMap { frame.column(of: $0.x) }) {
      grid.place(TextCell(symbols.above, width: 1), x: column, y: plot.y, style: series.style)
    }
  }

  /// Marks where values were not finite, on the x axis or, without one, at the foot of the chart.
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
