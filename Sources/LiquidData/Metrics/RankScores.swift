/// Scores of yes-or-no answers with the truth: what the area under a ROC curve needs.
struct RankScores: Sendable {
  private var positives: [Float] = []
  private var negatives: [Float] = []

  mutating func add(_ score: Float, isPositive: Bool) {
    if isPositive { positives.append(score) } else { negatives.append(score) }
  }

  /// The chance that a positive scores higher than a negative, equal scores counting half; nil where there is none of
  /// either, or a score is no number.
  ///
  /// Source: Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic curve"
  /// (1982): the rank statistic of Mann and Whitney, exact with ties.
  /// - Complexity: O(n log n) in the scores.
  var area: Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    guard !positives.contains(where: \.isNaN), !negatives.contains(where: \.isNaN) else { return nil }
    let sorted = negatives.sorted()
    var (below, notAbove) = (0, 0)
    var wins = 0.0
    for score in positives.sorted() {
      while below < sorted.count, sorted[below] < score { below += 1 }
      while notAbove < sorted.count, sorted[notAbove] <= score { notAbove += 1 }
      wins += Double(below) + Double(notAbove - below) / 2
    }
    return wins / (Double(positives.count) * Double(negatives.count))
  }
}
