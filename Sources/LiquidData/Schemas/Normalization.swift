import Liquid
import Text

/// Maps values to zero mean and unit standard deviation, and back.
public struct Normalization: Sendable, Hashable, Codable {
  /// What becomes 0.
  public let mean: Double
  /// What becomes 1 above the mean; above 0.
  public let deviation: Double

  /// Leaves values unchanged.
  public static let none = Normalization(mean: 0, deviation: 1)

  /// - Parameter deviation: finite and above 0.
  public init(mean: Double, deviation: Double) {
    require(mean.isFinite && deviation.isFinite && deviation > 0, "mean \(mean), deviation \(deviation)")
    self.mean = mean
    self.deviation = deviation
  }

  /// The mean and standard deviation of the values that are not NaN; the deviation is 1 if all are equal.
  ///
  /// Source: Welford, "Note on a method for calculating corrected sums of squares" (1962).
  init(of values: some Sequence<Double>) {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
    var largest = 0.0
    for value in values where !value.isNaN {
      count += 1
      let difference = value - mean
      mean += difference / count
      squares += difference * (value - mean)
      largest = max(largest, value.magnitude)
    }
    let deviation = count > 0 ? (squares / count).squareRoot() : 0
    if !mean.isFinite || !deviation.isFinite {
      self.init(mean: 0, deviation: largest)
    } else {
      // Rounding errors give equal values a small deviation.
      self.init(mean: mean, deviation: deviation > largest * 1e-12 ? deviation : 1)
    }
  }

  /// The median, and the width of the middle half of the values over that of a normal distribution with a deviation of 1;
  /// the usual deviation where more than half of the values are equal.
  ///
  /// - Parameter values: without NaN; they are gone through several times.
  init(robustlyOf values: some Sequence<Double>) {
    let ranked = RankedValues(values)
    func quantile(_ share: Double) -> Double {
      ranked[Int(saturating: (share * Double(ranked.count - 1)).rounded())]
    }
    guard ranked.count > 0 else {
      self = .none
      return
    }
    let (lower, upper) = (quantile(0.25), quantile(0.75))
    let deviation = (upper - lower) / 1.349
    // Rounding errors give equal values a small deviation; what is outside the middle half has no say in it.
    guard deviation > max(lower.magnitude, upper.magnitude) * 1e-12, deviation.isFinite else {
      let standard = Normalization(of: values)
      self.init(mean: quantile(0.5), deviation: standard.deviation)
      return
    }
    self.init(mean: quantile(0.5), deviation: deviation)
  }

  /// The normalised value, limited to ±1e6 so that an outlier cannot cause an overflow later; `none` leaves all
  /// values that fit into 32 bits unchanged.
  public func normalize(_ value: Double) -> Float {
    let limit = self == .none ? Double(Float.greatestFiniteMagnitude) : 1e6
    return Float(min(max((value - mean) / deviation, -limit), limit))
  }

  /// A value as notes have it: 0 for what is only a rounding error away from it.
  func shown(_ value: Float) -> String {
    let number = denormalize(value)
    return NumberText.significant(number.magnitude < 1e-6 * deviation ? 0 : number)
  }

  /// A normalised value in the column's unit.
  public func denormalize(_ value: Float) -> Double {
    Double(value) * deviation + mean
  }
}
