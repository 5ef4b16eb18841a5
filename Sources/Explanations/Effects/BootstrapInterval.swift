import Liquid

/// A mean with the interval that it lies in at a confidence of 95 %, by the percentile bootstrap.
///
/// The values are those of independent units, such as the sequences of a data set: whole units are drawn anew, with
/// replacement.
package struct BootstrapInterval: Sendable, Hashable, Codable {
  package let mean: Double
  package let lower: Double
  package let upper: Double

  /// Whether 0 lies within.
  package var holdsZero: Bool { lower <= 0 && 0 <= upper }

  /// Draws that the interval is made from.
  private static let draws = 1000

  /// The interval of a mean.
  ///
  /// - Parameters:
  ///   - values: one per unit; of fewer than two the interval is NaN, of none the mean, too.
  ///   - weights: how much each unit counts, such as the targets of a sequence; nil: all the same.
  package init(values: [Double], weights: [Double]? = nil, seed: UInt64) {
    precondition(weights.map { $0.count == values.count } ?? true, "weights for other values")
    let weights = weights ?? Array(repeating: 1, count: values.count)
    mean = Self.mean(values, weights, of: Array(values.indices))
    // One unit says nothing of how others would differ.
    guard values.count > 1 else {
      (lower, upper) = (.nan, .nan)
      return
    }
    var generator = SeededGenerator(seed: seed)
    var chosen = Array(values.indices)
    let means = (0..<Self.draws).map { _ -> Double in
      for place in chosen.indices { chosen[place] = generator.integer(below: values.count) }
      return Self.mean(values, weights, of: chosen)
    }.filter { !$0.isNaN }.sorted()
    guard let first = means.first, let last = means.last else {
      (lower, upper) = (.nan, .nan)
      return
    }
    let tail = means.count / 40
    lower = means.count > 2 * tail ? means[tail] : first
    upper = means.count > 2 * tail ? means[means.count - 1 - tail] : last
  }

  private static func mean(_ values: [Double], _ weights: [Double], of units: [Int]) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for unit in units where weights[unit] > 0 {
      sum += values[unit] * weights[unit]
      weight += weights[unit]
    }
    return weight > 0 ? sum / weight : .nan
  }
}
