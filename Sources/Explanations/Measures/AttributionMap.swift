import Foundation

/// How much each input counted at each step of a sequence: what a saliency map is to an image.
package struct AttributionMap: Sendable, Hashable {
  package let steps: Int
  package let inputs: Int
  /// `[steps, inputs]`
  package let values: [Float]

  /// - Parameter values: `[steps, inputs]`.
  package init(inputs: Int, values: [Float]) {
    precondition(inputs > 0 && values.count % inputs == 0, "\(values.count) values of \(inputs) inputs")
    (steps, self.inputs, self.values) = (values.count / inputs, inputs, values)
  }
}

extension AttributionMap {
  /// The structural similarity of two maps, such as those with and without noise in the inputs: 1 for equal ones, about 0
  /// for unrelated ones, below 0 where one tends to be the other's opposite.
  ///
  /// Around each step, with weights g that sum to 1, means m, variances v and the covariance c of both maps:
  ///
  ///     SSIM = (2 m_x m_y + C1) (2 c + C2) / ((m_x^2 + m_y^2 + C1) (v_x + v_y + C2)),  C1 = (0.01 L)^2,  C2 = (0.03 L)^2
  ///
  /// and the mean over the steps. The weights fall over time as a Gaussian (deviation 1.5 steps, 5 steps to both sides, as for
  /// images) and are the same for all inputs, whose order means nothing; at the ends of the sequence they are those of the
  /// steps that are there. L is the range of the values of both maps, and values are taken from the lowest of both on, as
  /// grey levels are: the formula is not made for negative ones.
  /// Source: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural
  /// similarity", IEEE Transactions on Image Processing 13(4), 2004; for saliency maps under noise Lechner et al., Nature
  /// MI 2020.
  /// - Parameter other: of the same shape.
  /// - Returns: nil where a value is not finite, or there are none.
  package func similarity(to other: AttributionMap) -> Double? {
    precondition(
      steps == other.steps && inputs == other.inputs,
      "maps of \(steps) by \(inputs) and \(other.steps) by \(other.inputs)")
    let all = values + other.values
    guard let lowest = all.min(), let highest = all.max(), all.allSatisfy(\.isFinite) else { return nil }
    let range = Double(highest) - Double(lowest)
    if range == 0 { return 1 }
    let moments = zip(values, other.values).reduce(into: [Moments]()) { moments, pair in
      moments.append(Moments(Double(pair.0) - Double(lowest), Double(pair.1) - Double(lowest)))
    }
    let sums = (0..<steps).map { step in
      moments[step * inputs..<(step + 1) * inputs].reduce(Moments(), +)
    }
    let total = (0..<steps).reduce(0) { total, step in
      var (window, weight) = (Moments(), 0.0)
      for near in max(0, step - Self.reach)...min(steps - 1, step + Self.reach) {
        let distance = Double(near - step) / Self.deviation
        let share = exp(-distance * distance / 2)
        window = window + sums[near] * share
        weight += share * Double(inputs)
      }
      return total + (window * (1 / weight)).similarity(range: range)
    }
    return total / Double(steps)
  }

  /// The mean similarity to several maps; nil where there is none or one is not finite.
  package func meanSimilarity(to others: [AttributionMap]) -> Double? {
    var sum = 0.0
    for other in others {
      guard let similarity = similarity(to: other) else { return nil }
      sum += similarity
    }
    return others.isEmpty ? nil : sum / Double(others.count)
  }

  private static let reach = 5
  private static let deviation = 1.5
}

/// Sums of x, y, x^2, y^2 and x y.
private struct Moments {
  private var sums = SIMD8<Double>.zero

  init() {}

  init(_ x: Double, _ y: Double) { sums = [x, y, x * x, y * y, x * y, 0, 0, 0] }

  static func + (a: Moments, b: Moments) -> Moments {
    var sum = a
    sum.sums += b.sums
    return sum
  }

  static func * (a: Moments, factor: Double) -> Moments {
    var product = a
    product.sums *= factor
    return product
  }

  /// SSIM of means.
  func similarity(range: Double) -> Double {
    let (x, y) = (sums[0], sums[1])
    let spread = max(0, sums[2] - x * x) + max(0, sums[3] - y * y)
    let (c1, c2) = (pow(0.01 * range, 2), pow(0.03 * range, 2))
    let common = 2 * (sums[4] - x * y)
    return (2 * x * y + c1) * (common + c2) / ((x * x + y * y + c1) * (spread + c2))
  }
}
