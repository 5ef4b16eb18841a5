/// Mean and deviation of what has come so far, the newest rows weighing most once there are many.
///
/// The weights are equal until there are `memory` values, and fall exponentially with that length from then on.
struct RunningScale: Sendable, Hashable, Codable {
  private(set) var mean = 0.0
  private var variance = 0.0
  private var count = 0
  private let memory: Int
  /// Values in a row that lay beyond the limit.
  private var outliers = 0

  init(memory: Int) { self.memory = max(2, memory) }

  /// Takes the next value; one that is not finite changes nothing.
  mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    let value = bounded(value)
    count = min(count + 1, memory)
    let share = 1 / Double(count)
    let difference = value - mean
    mean += share * difference
    variance = (1 - share) * (variance + share * difference * difference)
    if !variance.isFinite { variance = .greatestFiniteMagnitude }
  }

  /// A single outlier must not widen the scale for good; what stays is a new level, from which the scale begins anew.
  private mutating func bounded(_ value: Double) -> Double {
    let reach = Double(Self.limit) * variance.squareRoot()
    guard count >= Self.leastCount, reach > 0, (value - mean).magnitude > reach else {
      outliers = 0
      return value
    }
    outliers += 1
    guard outliers < Self.leastCount else {
      (count, outliers) = (1, 0)
      return value
    }
    return value < mean ? mean - reach : mean + reach
  }

  /// So many values make a scale.
  private static let leastCount = 20

  /// 1 as long as nothing is known.
  var deviation: Double {
    let deviation = variance.squareRoot()
    return deviation > 1e-12 * max(1, mean.magnitude) ? deviation : 1
  }

  /// In deviations from the mean, within what a network can bear.
  func normalized(_ value: Double) -> Float {
    Float(min(max((value - mean) / deviation, -Self.limit), Self.limit))
  }

  /// The value that a network sees as so many deviations.
  func denormalized(_ value: Float) -> Double { mean + deviation * Double(value) }

  /// Deviations beyond which a value is cut: a sensor that fails must not throw the network off for good.
  private static let limit = 10.0
}
