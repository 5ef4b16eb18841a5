import Foundation

/// A moving average with exponentially falling weights, debiased as the moments of Adam are (Kingma and Ba, 2015): it
/// starts from nothing and is divided by the weight it has gathered, so that its beginning is not pulled to zero.
public struct ExponentialAverage: Sendable {
  /// Values after which one has lost 63 % of its weight.
  public let span: Double
  private var sum = 0.0
  private var weight = 0.0

  /// - Parameter span: at least a thousandth; smaller ones and NaN count as that.
  public init(span: Double) {
    self.span = span > 0.001 ? span : 0.001
  }

  /// The average so far; NaN before the first finite value.
  public var value: Double { weight > 0 ? sum / weight : .nan }

  /// Takes in a value, or the mean of `count` neighbouring ones. What is not finite is passed over.
  public mutating func add(_ value: Double, count: Int = 1) {
    guard value.isFinite, count > 0 else { return }
    let keep = exp(-Double(count) / span)
    sum = sum * keep + value * (1 - keep)
    weight = weight * keep + (1 - keep)
  }

  /// Points with the average in place of the values; gaps and the counts of what was left out stay.
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
