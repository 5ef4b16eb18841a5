import Foundation

/// One line of a chart. Series differ by stroke as well as by role, so that they can be told apart without colour.
public struct ChartSeries: Sendable {
  public var name: String
  public var style: Style
  public var stroke: Stroke
  /// In order of x.
  public var points: [ChartPoint]
  /// Draws a debiased moving average over the dimmed range of the raw values.
  public var isSmoothed: Bool
  /// Marks each point where they are far enough apart.
  public var hasMarks = false
  /// Draws the points alone, with no line between them.
  public var isScattered = false
  /// False where several averages overlap and ranges would hide them.
  public var showsRawRange = true
  /// Written at the right end of the chart, at the heights of their values, where there is room.
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

  /// The values over their x; a value without an x is drawn over its index.
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

  /// The share of the values after which one has lost 63 % of its weight in the average.
  private static let smoothingShare = 0.03

  /// The average over all values, before any are merged or left out for the screen.
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

/// A point of a chart: one value, or the mean and range of the values of neighbouring steps.
public struct ChartPoint: Sendable, Hashable {
  public var x: Double
  /// The value, or the mean of the finite ones. NaN, where there are none, makes a gap.
  public var y: Double
  /// The smallest and the largest finite value; both equal `y` where the point stands for one.
  public var low: Double
  public var high: Double
  /// How many finite values the point represents.
  public var count: Int
  /// How many of its values were NaN or infinite: they are marked on the axis.
  public var notFinite: Int
  /// How many of the finite values have no place on a logarithmic axis.
  public var notPositive: Int

  public init(x: Double, y: Double, low: Double, high: Double) {
    self.x = x
    self.y = y
    self.low = low
    self.high = high
    count = y.isFinite ? 1 : 0
    notFinite = y.isFinite ? 0 : 1
    notPositive = y.isFinite && y <= 0 ? 1 : 0
  }

  public init(x: Double, y: Double) {
    self.init(x: x, y: y, low: y, high: y)
  }

  /// Adds the values of another point; `x` stays.
  public mutating func merge(_ other: ChartPoint) {
    notFinite += other.notFinite
    notPositive += other.notPositive
    guard other.count > 0 else { return }
    if count > 0 {
      // Weighted difference rather than a sum, which could overflow.
      y += (other.y - y) * (Double(other.count) / Double(count + other.count))
      low = min(low, other.low)
      high = max(high, other.high)
    } else {
      (y, low, high) = (other.y, other.low, other.high)
    }
    count += other.count
  }
}

/// A moving average with exponentially decaying weights, debiased like the moments of Adam (Kingma and Ba, 2015): it
/// starts at zero and is divided by the total weight so far, so that its beginning is not pulled to zero.
public struct ExponentialAverage: Sendable {
  /// Values after which one has lost 63 % of its weight.
  public let span: Double
  private var sum = 0.0
  private var weight = 0.0

  /// - Parameter span: At least a thousandth; smaller values and NaN count as that.
  public init(span: Double) {
    self.span = span > 0.001 ? span : 0.001
  }

  /// The average so far; NaN before the first finite value.
  public var value: Double { weight > 0 ? sum / weight : .nan }

  /// Adds a value, or the mean of `count` neighbouring ones. Values that are not finite are ignored.
  public mutating func add(_ value: Double, count: Int = 1) {
    guard value.isFinite, count > 0 else { return }
    let keep = exp(-Double(count) / span)
    sum = sum * keep + value * (1 - keep)
    weight = weight * keep + (1 - keep)
  }

  /// The points with the average in place of their values; gaps and the counts of omitted values stay.
  static func smoothed(_ points: [ChartPoint], span: Double) -> [ChartPoint] {
    var average = ExponentialAverage(span: span)
    return points.map { point in
      guard point.count > 0 else { return point }
      average.add(point.y, count: point.count)
      var point = point
      point.y = average.value
      point.low = point.y
      point.high = point.y
      return point
    }
  }
}
