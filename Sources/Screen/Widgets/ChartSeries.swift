/// A point of a chart: a value, and the range of the raw values it stands for.
public struct ChartPoint: Sendable, Hashable {
  public var x: Double
  /// The value or the mean; NaN makes a gap.
  public var y: Double
  /// The raw minimum and maximum; both equal `y` where the point stands for one value.
  public var low: Double
  public var high: Double

  public init(x: Double, y: Double, low: Double, high: Double) {
    self.x = x
    self.y = y
    self.low = low
    self.high = high
  }

  public init(x: Double, y: Double) {
    self.init(x: x, y: y, low: y, high: y)
  }
}

/// One line of a chart. Series differ by stroke as well as by role, so that they can be told apart without colour.
public struct ChartSeries: Sendable {
  public var name: String
  public var style: Style
  public var stroke: Stroke
  /// In order of x.
  public var points: [ChartPoint]
  /// Draws a debiased moving average over the dimmed raw values instead of the raw values alone.
  public var isSmoothed: Bool

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
    let sample =
      switch stroke {
      case .solid: symbols.solid
      case .dashed: symbols.dashed
      case .dotted: symbols.dotted
      }
    return [TextRun(sample, style), TextRun(" " + name, .label)]
  }
}
