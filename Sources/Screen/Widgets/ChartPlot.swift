/// Draws series as dots between two scales.
struct ChartPlot {
  let x: ValueScale
  let y: ValueScale

  /// The raw values with their minimum and maximum, dimmed: what an average is an average of.
  func drawRaw(_ series: ChartSeries, on canvas: inout Canvas) {
    var style = series.style
    style.isDim = true
    style.isBold = false
    connect(series.points, style: style, stroke: .solid, on: &canvas)
  }

  func drawLine(_ series: ChartSeries, on canvas: inout Canvas) {
    let points = series.isSmoothed ? series.smoothedPoints : series.points
    connect(points, style: series.style, stroke: series.stroke, on: &canvas)
  }

  private func connect(_ points: [ChartPoint], style: Style, stroke: Stroke, on canvas: inout Canvas) {
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
        drawAlone(x: vertex.column, y: row, style: style, on: &canvas)
      }
      previous = (vertex.column, row)
    }
  }

  /// From the smallest to the largest value; what a logarithmic axis has no place for lies below its lower end.
  private func drawRange(_ vertex: ChartVertex, style: Style, on canvas: inout Canvas) {
    let point = vertex.point
    guard point.low < point.high, let high = row(of: point.high, on: canvas) else { return }
    let low = row(of: point.low, on: canvas) ?? canvas.dotRows - 1
    canvas.line(fromX: vertex.column, y: low, toX: vertex.column, y: high, style: style)
  }

  /// One value between gaps: a dot alone is easily missed, so it is drawn two by two.
  private func drawAlone(x: Int, y: Int, style: Style, on canvas: inout Canvas) {
    let left = x + 1 < canvas.dotColumns ? x : x - 1
    let top = y + 1 < canvas.dotRows ? y : y - 1
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
      canvas.plot(x: max(0, left) + dx, y: max(0, top) + dy, style: style)
    }
  }

  private func row(of value: Double, on canvas: Canvas) -> Int? {
    guard let fraction = y.fraction(of: value), fraction.isFinite else { return nil }
    let clamped = min(max(fraction, -0.01), 1.01)
    return Int(((1 - clamped) * Double(canvas.dotRows - 1)).rounded())
  }
}
