import Liquid
import Text

/// The area under a receiver operating characteristic, with how far it would move with other data of the same kind.
///
/// For more than two classes it is the mean of the areas of each class against the rest, over the classes that occur.
///
/// The interval is that between two percentiles over data drawn anew, with replacement: whole sequences are drawn, as the
/// answers within one depend on each other. Draws with answers of one class alone have no area and do not count.
/// Source: Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapter 13.
package struct AreaBootstrap: Sendable {
  package struct Interval: Sendable, Hashable {
    package let low: Double
    package let high: Double
    package let resamples: Int
  }

  package static let standardResamples = 1000
  /// Where data are so large that all resamples would take long, there are fewer, but not fewer than `fewest`.
  private static let mostWork = 2_000_000_000
  private static let fewest = 200
  private static let seed: UInt64 = 1

  /// One for two classes, else one for each class.
  private let rankings: [RankedScores]
  /// What is drawn.
  private let units: Int
  private let answers: Int

  /// - Parameters:
  ///   - units: of each answer, that which is drawn with it, from 0.
  ///   - unitCount: more than each of them.
  package init(_ scores: ClassScores, units: [Int32], unitCount: Int) {
    self.units = unitCount
    answers = scores.probabilities.count
    let positive = scores.classes == 2 ? 1..<2 : 0..<scores.classes
    rankings = positive.map { index in
      let column =
        scores.width == 1
        ? scores.probabilities
        : stride(from: index, to: scores.probabilities.count, by: scores.width).map {
          scores.probabilities[$0]
        }
      return RankedScores(
        scores: column, isPositive: scores.truths.map { $0 == Int32(index) }, units: units)
    }
  }

  /// The only ranking; nil for more than two classes.
  package var ranking: RankedScores? { rankings.count == 1 ? rankings[0] : nil }

  /// Nil where all targets are of one class.
  package var area: Double? { area(weights: nil) }

  private func area(weights: [Double]?) -> Double? {
    mean(rankings.compactMap { $0.area(weights: weights) })
  }

  /// The mean over the classes that occur; nil where all targets are of one.
  package var averagePrecision: Double? {
    area == nil ? nil : mean(rankings.compactMap(\.averagePrecision))
  }

  private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Between which values `level` of the resampled areas lie; nil where there are fewer than two units, no area, or too
  /// few draws with more than one class, or where it was given up.
  ///
  /// - Parameter shouldGoOn: asked between two resamples.
  /// - Complexity: O(resamples x answers).
  package func interval(
    level: Double, resamples: Int = standardResamples, shouldGoOn: () -> Bool = { true }
  ) -> Interval? {
    let wanted = min(resamples, max(Self.fewest, Self.mostWork / max(1, answers)))
    guard units > 1, wanted > 1, area != nil else { return nil }
    var random = SeededGenerator(seed: Self.seed)
    var weights = [Double](repeating: 0, count: units)
    var areas: [Double] = []
    for _ in 0..<wanted {
      guard shouldGoOn() else { return nil }
      for unit in weights.indices { weights[unit] = 0 }
      for _ in 0..<units { weights[random.integer(below: units)] += 1 }
      if let area = area(weights: weights) { areas.append(area) }
    }
    guard areas.count * 2 > wanted else { return nil }
    areas.sort()
    return Interval(
      low: Self.percentile((1 - level) / 2, of: areas), high: Self.percentile((1 + level) / 2, of: areas),
      resamples: areas.count)
  }

  /// Between the two neighbours of its place, in proportion.
  private static func percentile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let lower = place.rounded(.down)
    let index = Int(saturating: lower)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (place - lower) * (sorted[next] - sorted[index])
  }
}
