/// One line of a chart. Series differ by stroke as well as by role, so that they can be told apart without colour.
public struct ChartSeries: Sendable {
  public var name: String
  public var style: Style
  public var stroke: Stroke
  /// In order of x.
  public var points: [ChartPoint]
  /// Draws a debiased moving average over the dimmed range of the raw values instead of the raw values alone.
  public var isSmoothed: Bool
  /// Marks each point where they are far enough apart.
  public var hasMarks = false
  /// Where there is no room for the range of the raw values: several averages over one another.
  public var showsRawRange = true
  /// What is written at the right end of the chart where there is room, at the heights of these values.
  public var endLabels: [ChartEndLabel] = []

  public init(
    _ name: String, style: Style, stroke: Stroke = .solid, points: [ChartPoint], isSmoothed: Bool = false
  ) {
    self.name = name
    self.style = style
    self.stroke = stroke
    self.points = points
    self.isSmoothed = isSmoothed
  }

  /// The values against their x; where there is no x for a value, its index.
  public init(_ name: String, style: Style, stroke: Stroke = .solid, x: [Float], y: [Float]) {
    let points = y.enumerated().map { index, value in
      ChartPoint(x: index < x.count ? Double(x[index]) : Double(index), y: Double(value))
    }
    self.init(name, style: style, stroke: stroke, points: points)
  }

  /// A sample of the line and the name, for a legend.
  public func legend(glyphs: GlyphSet) -> [TextRun] {
    let symbols = glyphs.symbols
    let mark = hasMarks ? String(symbols.mark) : ""
    return [TextRun(mark + stroke.sample(symbols), style), TextRun(" " + name, .label)]
  }

  /// Share of the values after which one has lost 63 % of its weight in the average.
  private static let smoothingShare = 0.03

  /// The average of all values, before any of them is dropped or merged for the screen.
  var smoothedPoints: [ChartPoint] {
    let count = points.reduce(0) { $0 + $1.count }
    return ExponentialAverage.smoothed(points, span: max(1, Double(count) * Self.smoothingShare))
  }
}

/// A value written beside the end of a line.
public struct ChartEndLabel: Sendable, Hashable {
  public var value: Double
  public var text: String

  public init(value: Double, text: String) {
    self.value = value
    self.text = text
  }
}
