import Text

/// A vertical line across a chart at one x, with the values there beside it and the x below.
struct ChartCursor {
  let x: Double
  let column: Int
  let plot: Rect

  /// - Returns: where in the plot the values stand; nil where there is no room for them.
  @discardableResult
  func draw(_ series: [ChartSeries], hasAxis: Bool, on grid: inout Grid, glyphs: GlyphSet) -> Rect? {
    guard !plot.isEmpty else { return nil }
    let values = labels(series)
    grid.drawCursor(Rect(x: column, y: plot.y, columns: 1, rows: plot.rows), glyphs: glyphs)
    let place = drawValues(values, on: &grid)
    guard hasAxis else { return place }
    let label = NumberText.short(x)
    let width = DisplayWidth.of(label)
    let start = max(plot.x + 1, min(column - width / 2, plot.maxX - width - 1))
    // A space on either side keeps it apart from the labels of the axis.
    grid.draw(" \(label) ", x: start - 1, y: plot.maxY + 1, style: Style(.bright, bold: true))
    grid.restyle(Rect(x: start, y: plot.maxY + 1, columns: width, rows: 1)) { $0.isReversed = true }
    return place
  }

  /// Each series' value at the point nearest to the cursor.
  private func labels(_ series: [ChartSeries]) -> [TextRun] {
    var runs: [TextRun] = []
    for series in series {
      let distances = series.points.map { ($0.x - x).magnitude }
      guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else { continue }
      if !runs.isEmpty { runs.append(TextRun(" ")) }
      var style = series.style
      style.isBold = true
      runs.append(TextRun(NumberText.short(series.points[nearest].y), style))
    }
    return runs
  }

  /// On the side with more room, if possible in a row where they cover nothing.
  private func drawValues(_ values: [TextRun], on grid: inout Grid) -> Rect? {
    let width = values.width
    let isRight = plot.maxX - column > width + 1
    let start = isRight ? column + 1 : column - width
    guard width > 0, start >= plot.x, start + width <= plot.maxX else { return nil }
    let rows = plot.y..<plot.maxY
    let free = rows.first { y in (start..<(start + width)).allSatisfy { grid[$0, y].character == " " } }
    grid.draw(values, x: start, y: free ?? plot.y, width: width)
    return Rect(x: start, y: free ?? plot.y, columns: width, rows: 1)
  }
}

extension Grid {
  /// Marks a column of a chart: a line where nothing is drawn, reverse video where something is.
  public mutating func drawCursor(_ rect: Rect, glyphs: GlyphSet) {
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX where bounds.contains(x: x, y: y) && !self[x, y].isContinuation {
        if self[x, y].character == " " {
          place(TextCell(glyphs.symbols.vertical, width: 1), x: x, y: y, style: Style(.bright))
        } else {
          self[x, y].style.isReversed = true
          self[x, y].style.isBold = true
        }
      }
    }
  }
}
