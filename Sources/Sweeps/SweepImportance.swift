import Liquid

/// How much of the differences among a sweep's trials each option explains by itself.
///
/// A functional analysis of variance over the trees of a random forest, as in Hutter, Hoos and Leyton-Brown, "An Efficient
/// Approach for Assessing Hyperparameter Importance" (ICML 2014): the forest learns the trials' figures as a function over
/// the whole space, and the share of an option is the variance of the mean over all others along it. What the shares lack
/// to 1 options explain together. Figures count by their ranks, as a loss that became huge would drown all others.
package enum SweepImportance {
  /// Fewer trials say too little.
  package static let leastTrials = 8
  private static let trees = 32
  /// More trials change nothing any more.
  private static let mostTrials = 1_000

  /// - Parameter trials: those without a figure do not count.
  /// - Returns: 0 to 1 for each dimension of the space; nil where there are too few trials, or all are equal.
  package static func shares(of space: SweepSpace, _ trials: [SweepRanking.Trial]) -> [Double]? {
    let judged = trials.filter { $0.figure != nil }
    guard judged.count >= leastTrials, !space.dimensions.isEmpty else { return nil }
    let stride = (judged.count + mostTrials - 1) / mostTrials
    let chosen = judged.indices.filter { $0 % stride == 0 }.map { judged[$0] }
    let points = chosen.map { trial in space.dimensions.map { trial.values[$0.name].flatMap($0.place) ?? 0.5 }
    }
    let figures = ranks(chosen.compactMap(\.figure))
    var random = SeededGenerator(seed: 1)
    var sums = [Double](repeating: 0, count: space.dimensions.count)
    var grown = 0
    for _ in 0..<trees {
      let sample = points.indices.map { _ in random.integer(below: points.count) }
      let tree = RegressionTree(points: points, figures: figures, sample: sample, random: &random)
      guard let effects = tree.mainEffects else { continue }
      grown += 1
      for index in sums.indices { sums[index] += effects[index] }
    }
    return grown == 0 ? nil : sums.map { $0 / Double(grown) }
  }

  /// The places of values in their order, 0 to 1; equal ones share the mean of theirs.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      for index in order[first..<end] {
        ranks[index] = Double(first + end - 1) / 2 / Double(max(1, order.count - 1))
      }
      first = end
    }
    return ranks
  }
}
