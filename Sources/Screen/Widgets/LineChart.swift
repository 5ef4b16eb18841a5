/// Lines over a common x axis: losses over steps, outputs over time.
///
/// NaN and infinite values are gaps; a single point and a constant line are visible; axes have round ticks.
public struct LineChart: Sendable {
  public var series: [ChartSeries]
  public var yKind: ValueScale.Kind
  /// A fixed range; nil fits the values.
  public var yRange: ClosedRange<Double>?
  public var xRange: ClosedRange<Double>?
  /// Shown at the right end of the x axis: `step`, `s`.
  public var xUnit: String
  /// The x at which a line stands across the plot, with the values there beside it and under it.
  public var cursor: Double?

  public init(
    series: [ChartSeries], yKind: ValueScale.Kind = .linear, yRange: ClosedRange<Double>? = nil,
    xRange: ClosedRange<Double>? = nil, xUnit: String = "", cursor: Double? = nil
  ) {
    self.series = series
    self.yKind = yKind
    self.yRange = yRange
    self.xRange = xRange
    self.xUnit = xUnit
    self.cursor = cursor
  }

  /// Samples and names of all series that have points.
  public func legend(glyphs: GlyphSet) -> [TextRun] {
    var runs: [TextRun] = []
    for series in series where !series.points.isEmpty {
      if !runs.isEmpty { runs.append(TextRun(" ")) }
      runs += series.legend(glyphs: glyphs)
    }
    return runs
  }

  /// Draws axes, ticks and lines; axes are left out where the rectangle is too small for them.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    let x = xScale
    let y = yScale
    let frame = ChartFrame(rect: rect, x: x, y: y, xUnit: xUnit)
    frame.draw(on: &grid, glyphs: glyphs)
    var canvas = Canvas(size: frame.plot.size, glyphs: glyphs)
    let plot = ChartPlot(x: x, y: y)
    // All raw lines first: averages lie on top of them.
    for series in series where series.isSmoothed { plot.drawRaw(series, on: &canvas) }
    canvas.beginLayer()
    for series in series { plot.drawLine(series, on: &canvas) }
    canvas.draw(on: &grid, x: frame.plot.x, y: frame.plot.y)
    guard let cursor, let fraction = x.fraction(of: cursor), (0...1).contains(fraction) else { return }
    let column = frame.plot.x + Int((fraction * Double(max(0, frame.plot.columns - 1))).rounded())
    ChartCursor(x: cursor, column: column, plot: frame.plot)
      .draw(series, hasAxis: frame.hasXAxis, on: &grid, glyphs: glyphs)
  }

  private var xScale: ValueScale {
    if let xRange { return ValueScale(kind: .linear, lower: xRange.lowerBound, upper: xRange.upperBound) }
    var low = Double.infinity
    var high = -Double.infinity
    for series in series {
      for point in series.points where point.x.isFinite {
        low = min(low, point.x)
        high = max(high, point.x)
      }
    }
    return ValueScale(kind: .linear, lower: low, upper: high)
  }

  private var yScale: ValueScale {
    if let yRange { return ValueScale(kind: yKind, lower: yRange.lowerBound, upper: yRange.upperBound) }
    var low = Double.infinity
    var high = -Double.infinity
    for series in series {
      for point in series.points where point.y.isFinite {
        if yKind == .linear || point.low > 0 { low = min(low, point.low) }
        if point.high.isFinite { high = max(high, point.high) }
      }
    }
    return ValueScale(kind: yKind, lower: low, upper: high)
  }
}
