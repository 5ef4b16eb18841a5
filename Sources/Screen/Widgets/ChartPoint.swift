/// A point of a chart: a value, or the values of neighbouring steps with their mean and their range.
public struct ChartPoint: Sendable, Hashable {
  public var x: Double
  /// The value, or the mean of the finite ones; NaN, where there is none, makes a gap.
  public var y: Double
  /// The smallest and the largest finite value; both equal `y` where the point stands for one.
  public var low: Double
  public var high: Double
  /// How many finite values the point stands for.
  public var count: Int
  /// How many of its values were NaN or infinite: they are marked on the axis.
  public var notFinite: Int
  /// How many of the finite values a logarithmic axis has no place for.
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

  /// Takes in the values that another point stands for; `x` stays.
  public mutating func merge(_ other: ChartPoint) {
    notFinite += other.notFinite
    notPositive += other.notPositive
    guard other.count > 0 else { return }
    if count > 0 {
      // Not a sum first: it could overflow.
      y += (other.y - y) * (Double(other.count) / Double(count + other.count))
      low = min(low, other.low)
      high = max(high, other.high)
    } else {
      (y, low, high) = (other.y, other.low, other.high)
    }
    count += other.count
  }
}
