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

  public init(
    series: [ChartSeries], yKind: ValueScale.Kind = .linear, yRange: ClosedRange<Double>? = nil,
    xRange: ClosedRange<Double>? = nil, xUnit: String = ""
  ) {
    self.series = series
    self.yKind = yKind
    self.yRange = yRange
    self.xRange = xRange
    self.xUnit = xUnit
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
  }

  /// Where the lines are drawn in a rectangle: what the axes leave.
  public func plot(in rect: Rect) -> Rect {
    ChartFrame(rect: rect, x: xScale, y: yScale, xUnit: xUnit).plot
  }

  /// The x that a column of the plot stands for.
  public func x(atColumn column: Int, in rect: Rect) -> Double {
    let plot = plot(in: rect)
    let scale = xScale
    let fraction = plot.columns > 1 ? Double(column - plot.x) / Double(plot.columns - 1) : 0
    return scale.lower + min(max(fraction, 0), 1) * (scale.upper - scale.lower)
  }

  /// The column of the plot where an x is; nil where it is outside.
  public func column(of x: Double, in rect: Rect) -> Int? {
    let plot = plot(in: rect)
    guard let fraction = xScale.fraction(of: x), (-1e-9...1 + 1e-9).contains(fraction) else { return nil }
    let column = plot.x + Int((fraction * Double(plot.columns - 1)).rounded())
    return column < plot.maxX ? column : nil
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
