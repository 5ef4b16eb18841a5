/// What the training part alone says about the targets: enough for the answers of a `NaiveTwin` on any other rows.
package struct NaiveKnowledge: Sendable, Hashable, Codable {
  /// The length of a day or a week in rows, where the targets repeat with it.
  struct Season: Sendable, Hashable, Codable {
    let name: String
    let steps: Int
  }

  /// Of each target, normalised; empty for classes and for targets of 0 or 1.
  let means: [Double]
  let medians: [Double]
  /// The most frequent class, or the most frequent of 0 and 1 for each target; empty for numbers.
  let majorities: [Int]
  /// Nil unless it is a forecast with regular times whose last season says more than its last value.
  var season: Season?

  /// - Parameters:
  ///   - values: those that count, of each target: normalised numbers, indices of classes, or 0 and 1. They are gone
  ///     through several times.
  ///   - areClasses: whether they are classes, or 0 and 1.
  init(of values: [some Sequence<Float>], areClasses: Bool) {
    means = areClasses ? [] : values.map { Self.mean($0) }
    medians = areClasses ? [] : values.map { Self.median($0) }
    majorities = areClasses ? values.map { Self.majority($0) } : []
  }

  private static func mean(_ values: some Sequence<Float>) -> Double {
    let (sum, count) = values.reduce((0.0, 0)) { ($0.0 + Double($1), $0.1 + 1) }
    return count == 0 ? 0 : sum / Double(count)
  }

  private static func median(_ values: some Sequence<Float>) -> Double {
    let ranked = RankedValues(values.lazy.map { Double($0) })
    guard ranked.count > 0 else { return 0 }
    let middle = ranked.count / 2
    return ranked.count % 2 == 1 ? ranked[middle] : (ranked[middle - 1] + ranked[middle]) / 2
  }

  /// The smaller one of two that are equally frequent.
  private static func majority(_ values: some Sequence<Float>) -> Int {
    let counts = values.reduce(into: [Int: Int]()) { $0[Int($1), default: 0] += 1 }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
  }

  /// Whether it is of targets of this form, and finite.
  func fits(targets: Int, classes: Int, areClasses: Bool) -> Bool {
    let count = areClasses ? majorities.count : min(means.count, medians.count)
    let answers = areClasses ? max(2, classes) : 0
    return count == targets && (means + medians).allSatisfy(\.isFinite)
      && majorities.allSatisfy { (0..<max(1, answers)).contains($0) } && season?.steps ?? 1 > 0
  }
}
