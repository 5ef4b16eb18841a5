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

  /// - Returns: 0 to 1 for each dimension of the space; nil where too few trials have a figure, or all are equal.
  package static func shares(of space: SweepSpace, _ ranking: SweepRanking) -> [Double]? {
    let judged = ranking.ranked.filter { $0.figure != nil }
    guard judged.count >= leastTrials, !space.dimensions.isEmpty else { return nil }
    let stride = (judged.count + mostTrials - 1) / mostTrials
    let chosen = judged.indices.filter { $0 % stride == 0 }.map { judged[$0] }
    let points = chosen.map { trial in
      space.dimensions.map { trial.values[$0.name].flatMap($0.place) ?? 0.5 }
    }
    let figures = places(of: chosen)
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

  /// The places of trials in their order of merit, 0 to 1; equal ones share the mean of theirs.
  private static func places(of ranked: [SweepRanking.Trial]) -> [Double] {
    var places: [Double] = []
    while places.count < ranked.count {
      let first = ranked[places.count]
      let equal = ranked[places.count...].prefix { $0.figure == first.figure && $0.rung == first.rung }.count
      let mean = (Double(places.count) + Double(equal - 1) / 2) / Double(max(1, ranked.count - 1))
      places += repeatElement(mean, count: equal)
    }
    return places
  }
}
