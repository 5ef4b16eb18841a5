/// Scores of positives and negatives from the largest to the smallest: sorted once, they give every figure that depends on
/// their order alone, also where answers count more than once.
package struct RankedScores: Sendable {
  /// What answers are worth where those with a score of at least `threshold` are taken for positive.
  package struct OperatingPoint: Sendable, Hashable {
    package let sensitivity: Double
    package let specificity: Double
    /// Nil: nothing is taken for positive.
    package let threshold: Double?
  }

  /// Falling, `[answers]`, as the others.
  private let scores: [Double]
  private let isPositive: [Bool]
  private let units: [Int32]
  /// Whether the next score is smaller, so that a threshold can lie between the two.
  private let isLast: [Bool]
  package let positives: Int
  package var negatives: Int { scores.count - positives }

  /// - Parameters:
  ///   - scores: finite ones.
  ///   - units: of each answer, that which is drawn with it when data are resampled.
  /// - Complexity: O(n log n).
  package init(scores: [Double], isPositive: [Bool], units: [Int32]) {
    precondition(
      scores.count == isPositive.count && scores.count == units.count,
      "\(scores.count) scores of \(isPositive.count) answers in \(units.count) units")
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let sorted = order.map { scores[$0] }
    self.scores = sorted
    self.isPositive = order.map { isPositive[$0] }
    self.units = order.map { units[$0] }
    isLast = sorted.indices.map { $0 == sorted.count - 1 || sorted[$0 + 1] < sorted[$0] }
    positives = isPositive.count { $0 }
  }

  /// The probability that a positive has a larger score than a negative; equal scores count half. Nil where there are no
  /// positives or no negatives.
  ///
  /// - Parameter weights: how often each unit counts.
  /// - Complexity: O(n).
  package func area(weights: [Double]? = nil) -> Double? {
    var (wins, above, all) = (0.0, 0.0, 0.0)
    // Of the scores that are equal.
    var (positive, negative) = (0.0, 0.0)
    for index in scores.indices {
      let weight = weights?[Int(units[index])] ?? 1
      if isPositive[index] { positive += weight } else { negative += weight }
      guard isLast[index] else { continue }
      wins += negative * (above + positive / 2)
      above += positive
      all += negative
      (positive, negative) = (0, 0)
    }
    return above > 0 && all > 0 ? wins / (above * all) : nil
  }

  /// The mean of the precisions at each threshold, weighted by what each adds to the sensitivity: the area under precision
  /// over recall without interpolation. Nil where there are no positives.
  package var averagePrecision: Double? {
    guard positives > 0 else { return nil }
    var (sum, right, before) = (0.0, 0, 0)
    for index in scores.indices {
      if isPositive[index] { right += 1 }
      guard isLast[index] else { continue }
      sum += Double(right) / Double(index + 1) * Double(right - before)
      before = right
    }
    return sum / Double(positives)
  }

  /// Where the sensitivity is largest among the thresholds with at least some specificity, which is at the lowest of them.
  /// Nil where there are no positives or no negatives.
  package func operatingPoint(specificity least: Double) -> OperatingPoint? {
    guard positives > 0, negatives > 0 else { return nil }
    var best = OperatingPoint(sensitivity: 0, specificity: 1, threshold: nil)
    var right = 0
    for index in scores.indices {
      if isPositive[index] { right += 1 }
      guard isLast[index] else { continue }
      let specificity = Double(negatives - (index + 1 - right)) / Double(negatives)
      guard specificity >= least else { break }
      best = OperatingPoint(
        sensitivity: Double(right) / Double(positives), specificity: specificity, threshold: scores[index])
    }
    return best
  }

  /// The smaller one of sensitivity and precision where scores of more than 0.5 are taken for positive; 0 where none is.
  /// Nil where there are no positives.
  ///
  /// Source: event 1 of Silva et al., "Predicting in-hospital mortality of ICU patients: the PhysioNet/Computing in
  /// Cardiology Challenge 2012" (2012).
  package var leastOfBoth: Double? {
    guard positives > 0 else { return nil }
    var (right, all) = (0, 0)
    for index in scores.indices where scores[index] > 0.5 {
      all += 1
      if isPositive[index] { right += 1 }
    }
    return least(right: right, of: all)
  }

  /// The largest such value over all thresholds; nil where there are no positives.
  package var bestLeastOfBoth: Double? {
    guard positives > 0 else { return nil }
    var (right, best) = (0, 0.0)
    for index in scores.indices {
      if isPositive[index] { right += 1 }
      if isLast[index] { best = max(best, least(right: right, of: index + 1)) }
    }
    return best
  }

  private func least(right: Int, of all: Int) -> Double {
    all == 0 ? 0 : Double(right) / Double(max(all, positives))
  }
}
