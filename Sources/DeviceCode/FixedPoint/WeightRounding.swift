/// The mean products of pairs of sources over calibration rows, `[count, count]`.
package struct SecondMoments: Sendable {
  package let count: Int
  package private(set) var sums: [Double]
  package private(set) var steps = 0

  package init(count: Int) {
    self.count = count
    sums = Array(repeating: 0, count: count * count)
  }

  package mutating func add(_ values: [Double]) {
    steps += 1
    for row in 0..<count where values[row] != 0 {
      for column in 0..<count { sums[row * count + column] += values[row] * values[column] }
    }
  }

  /// Of some sources.
  func restricted(to places: [Int]) -> SecondMoments {
    if places == Array(0..<count) { return self }
    var part = SecondMoments(count: places.count)
    part.steps = steps
    part.sums = places.flatMap { row in places.map { sums[row * count + $0] } }
    return part
  }
}

/// Rounds the weights of a row so that the errors of its sum cancel.
///
/// With rounding errors d and second moments H of the sources the mean square error of the sum is d' H d. Rounding each
/// weight to the nearest minimises it only for sources that have nothing to do with one another; those of a time series
/// do. From the nearest, single weights are moved up or down by one as long as that makes it less.
package enum WeightRounding {
  package static func rounded(_ weights: [Double], lowest: Int, highest: Int, moments: SecondMoments?)
    -> [Int]
  {
    var whole = weights.map { max(lowest, min(highest, Int($0.rounded()))) }
    guard let moments, moments.steps > 0, moments.count == weights.count, !weights.isEmpty else {
      return whole
    }
    let count = weights.count
    // Rows say little of pairs that they hardly show.
    let diagonal = (0..<count).map { moments.sums[$0 * count + $0] }
    let ridge = 0.01 * diagonal.reduce(0, +) / Double(count)
    guard ridge > 0 else { return whole }
    /// Half of the derivative by each weight.
    var slopes = [Double](repeating: 0, count: count)
    for row in 0..<count {
      let error = Double(whole[row]) - weights[row]
      for column in 0..<count { slopes[column] += error * moments.sums[row * count + column] }
      slopes[row] += error * ridge
    }
    for _ in 0..<8 * count {
      var best = (gain: 1e-9 * ridge, weight: -1, step: 0)
      for weight in 0..<count {
        let step = slopes[weight] > 0 ? -1 : 1
        guard (lowest...highest).contains(whole[weight] + step) else { continue }
        let gain = 2 * slopes[weight].magnitude - diagonal[weight] - ridge
        if gain > best.gain { best = (gain, weight, step) }
      }
      guard best.weight >= 0 else { break }
      whole[best.weight] += best.step
      let step = Double(best.step)
      for column in 0..<count { slopes[column] += step * moments.sums[best.weight * count + column] }
      slopes[best.weight] += step * ridge
    }
    return whole
  }
}
