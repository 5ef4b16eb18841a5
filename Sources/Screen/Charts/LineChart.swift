import Text

/// Lines over a common x axis: losses over steps, outputs over time.
///
/// NaN and infinite values are gaps with a mark on the x axis. A single point and a constant line stay visible.
///
///     let loss = ChartSeries("training", style: Style(.focus), points: [ChartPoint(x: 0, y: 1), ChartPoint(x: 1, y: 0.5)])
///     LineChart(series: [loss], yKind: .logarithmic, xUnit: "step").draw(in: grid.bounds, on: &grid, glyphs: .braille)
public struct LineChart: Sendable {
  public var series: [ChartSeries]
  public var yKind: ValueScale.Kind
  /// A fixed range; nil fits the values.
  public var yRange: ClosedRange<Double>?
  public var xRange: ClosedRange<Double>?
  /// Shown at the right end of the x axis: `step`, `s`.
  public var xUnit: String
  /// What the values of the x axis are.
  public var xTicks: TickKind

  /// Shown in place of lines when there are points but none can be drawn.
  public var emptiness = "no finite value"

  /// The x of a vertical line across the plot, labelled with the values there.
  public var cursor: Double?

  /// Ends the y axis where the bulk of the values does: what lies far above is drawn at its upper edge, with a mark.
  public var leavesOutOutliers = false

  /// The positions of alarms on the x axis: each is a vertical line below the curves, with a mark at the top.
  public var alarms: [Double] = []

  /// How alarms are drawn, in charts and in legends.
  public static let alarmStyle = Style(.paused, bold: true)

  public init(
    series: [ChartSeries], yKind: ValueScale.Kind = .linear, yRange: ClosedRange<Double>? = nil,
    xRange: ClosedRange<Double>? = nil, xUnit: String = "", xTicks: TickKind = .number,
    cursor: Double? = nil
  ) {
    self.series = series
    self.yKind = yKind
    self.yRange = yRange
    self.xRange = xRange
    self.xUnit = xUnit
    self.xTicks = xTicks
    self.cursor = cursor
  }

  /// Line samples and names of all series that have points and a name.
  public func legend(glyphs: GlyphSet) -> [TextRun] {
    var runs: [TextRun] = []
    for series in series where !series.points.isEmpty && !series.name.isEmpty {
      if !runs.isEmpty { runs.append(TextRun(" ")) }
      runs += series.legend(glyphs: glyphs)
    }
    if !alarms.isEmpty {
      runs += [TextRun(" \(glyphs.symbols.alarm)", Self.alarmStyle), TextRun(" alarm", .label)]
    }
    return runs
  }

  /// What the lines leave out, such as `outliers left out`, `3 not finite` and `12 <= 0 left out`.
  public func omissions(glyphs: GlyphSet) -> [String] {
    var notFinite = 0
    var notPositive = 0
    for series in series {
      for point in series.points {
        notFinite += point.notFinite
        if yKind == .logarithmic { notPositive += point.notPositive }
      }
    }
    let symbols = glyphs.symbols
    var words = hasOutliers ? ["\(symbols.above) outliers left out"] : []
    if notFinite > 0 { words.append("\(symbols.notFinite)\(NumberText.grouped(notFinite)) not finite") }
    if notPositive > 0 {
      words.append("\(NumberText.grouped(notPositive)) \(symbols.notAbove) 0 left out")
    }
    return words
  }

  /// Draws axes, ticks and lines; axes are left out where the rectangle is too small for them.
  ///
  /// - Parameter cell: the pixels of a cell, for the plot as a picture beside its cells.
  /// - Returns: the picture; nil without pixels, and where there is nothing to draw.
  @discardableResult
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet, cell: PixelSize? = nil) -> Picture? {
    guard !rect.isEmpty else { return nil }
    let x = xScale
    let y = yScale
    let frame = frame(in: rect, x: x, y: y, glyphs: glyphs)
    frame.draw(on: &grid)
    var canvas = Canvas(size: frame.plot.size, glyphs: glyphs)
    let plot = ChartPlot(x: x, y: y)
    // All raw lines first: averages go on top.
    for series in series where series.isSmoothed && series.showsRawRange {
      plot.drawRaw(series, on: &canvas)
    }
    canvas.beginLayer()
    for series in series { plot.drawLine(series, on: &canvas) }
    canvas.draw(on: &grid, x: frame.plot.x, y: frame.plot.y)
    let marks = ChartMarks(x: x, y: y, frame: frame, symbols: glyphs.symbols)
    for series in series where series.hasMarks { marks.drawPoints(of: series, on: &grid) }
    marks.drawGaps(of: series, on: &grid)
    if leavesOutOutliers {
      for series in series { marks.drawOutliers(of: series, on: &grid) }
    }
    marks.drawAlarms(at: alarms, on: &grid)
    if isEmpty {
      grid.drawNotice(emptiness, in: frame.plot, glyphs: glyphs)
      return nil
    }
    ChartEndLabels(series: series, frame: frame).draw(on: &grid)
    var values: Rect?
    if let cursor, let fraction = x.fraction(of: cursor), (0...1).contains(fraction) {
      let column = frame.plot.x + Int((fraction * Double(max(0, frame.plot.columns - 1))).rounded())
      values = ChartCursor(x: cursor, column: column, plot: frame.plot)
        .draw(series, hasAxis: frame.hasXAxis, on: &grid, glyphs: glyphs)
    }
    guard let cell else { return nil }
    return ChartPicture(chart: self, x: x, y: y, frame: frame, marks: marks, cell: cell).drawn(
      besides: values)
  }

  /// True where there are points and none of them has a place.
  private var isEmpty: Bool {
    let points = series.lazy.flatMap(\.points)
    return !points.isEmpty
      && points.allSatisfy { $0.count == 0 || (yKind == .logarithmic && $0.count == $0.notPositive) }
  }

  /// The part of a rectangle in which the lines are drawn.
  public func plot(in rect: Rect) -> Rect {
    // Labels are equally wide in every glyph set.
    frame(in: rect, x: xScale, y: yScale, glyphs: .braille).plot
  }

  private func frame(in rect: Rect, x: ValueScale, y: ValueScale, glyphs: GlyphSet) -> ChartFrame {
    ChartFrame(
      rect: rect, x: x, y: isEmpty ? nil : y, xUnit: xUnit, xTicks: xTicks, glyphs: glyphs,
      endColumns: ChartEndLabels.columns(for: series, in: rect.columns))
  }

  /// The x at a column of the plot.
  public func x(atColumn column: Int, in rect: Rect) -> Double {
    let plot = plot(in: rect)
    let scale = xScale
    let fraction = plot.columns > 1 ? Double(column - plot.x) / Double(plot.columns - 1) : 0
    return scale.lower + min(max(fraction, 0), 1) * (scale.upper - scale.lower)
  }

  /// The columns of the plot that values of x are in, the reverse of `x(atColumn:in:)`; at an end where they are outside.
  public func columns(atX values: [Float], in rect: Rect) -> [Int] {
    let (plot, scale) = (plot(in: rect), xScale)
    let length = scale.upper - scale.lower
    return values.map { value in
      guard length > 0, value.isFinite, plot.columns > 1 else { return plot.x }
      let fraction = min(max((Double(value) - scale.lower) / length, 0), 1)
      return plot.x + Int(saturating: (fraction * Double(plot.columns - 1)).rounded())
    }
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
      // Each curve by itself: a short one is no outlier beside a long one.
      let limit = leavesOutOutliers ? OutlierLimit(series.points, kind: yKind).value : .infinity
      for point in series.points where point.count > 0 {
        let least = point.least(on: yKind)
        guard yKind == .linear || least > 0 else { continue }
        low = min(low, least)
        if point.high <= limit { high = max(high, point.high) }
      }
    }
    return ValueScale(kind: yKind, lower: low, upper: high)
  }

  /// Whether a value lies above the end of the axis.
  private var hasOutliers: Bool {
    guard leavesOutOutliers else { return false }
    let scale = yScale
    return series.contains { series in series.points.contains { $0.isAbove(scale) } }
  }
}
