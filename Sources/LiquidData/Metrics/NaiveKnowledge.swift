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
  ///   - values: those that count, of each target: normalised numbers, indices of classes, or 0 and 1.
  ///   - areClasses: whether they are classes, or 0 and 1.
  init(of values: [[Float]], areClasses: Bool) {
    means = areClasses ? [] : values.map(Self.mean)
    medians = areClasses ? [] : values.map(Self.median)
    majorities = areClasses ? values.map(Self.majority) : []
  }

  private static func mean(_ values: [Float]) -> Double {
    values.isEmpty ? 0 : values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }

  private static func median(_ values: [Float]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
      ? Double(sorted[middle]) : (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2
  }

  /// The smaller one of two that are equally frequent.
  private static func majority(_ values: [Float]) -> Int {
    let counts = Dictionary(values.lazy.map { (Int($0), 1) }, uniquingKeysWith: +)
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
