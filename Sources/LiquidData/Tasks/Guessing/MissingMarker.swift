/// A lowest or highest number that repeats and is farther from the others than these are from each other, as numbers
/// are that stand for missing ones; usual ones may be nearer.
struct MissingMarker {
  let value: Double
  let count: Int

  /// Numbers that are commonly written for missing measurements.
  private static let usual: Set<Double> = [-99, -200, -999, -9999, -99999, 999, 9999, 99999, 999_999]

  /// Nil where no number is one. Cost: two passes.
  init?(among values: [Double]) {
    var (low, high) = (Double.infinity, -Double.infinity)
    var present = 0
    for value in values where !value.isNaN {
      (low, high) = (min(low, value), max(high, value))
      present += 1
    }
    guard present >= 10, low < high else { return nil }
    var (lowCount, highCount) = (0, 0)
    var (nextLow, nextHigh) = (high, low)
    for value in values where !value.isNaN {
      if value == low { lowCount += 1 } else { nextLow = min(nextLow, value) }
      if value == high { highCount += 1 } else { nextHigh = max(nextHigh, value) }
    }
    for (value, count, gap, span) in [
      (low, lowCount, nextLow - low, high - nextLow), (high, highCount, high - nextHigh, nextHigh - low),
    ] {
      // Most rows of a column of events hold a 0, or another number that says that nothing happened.
      guard count >= 3, 2 * count < present, value != 0, span > 0 else { continue }
      let isUsual = Self.usual.contains(value) && gap > 0.05 * span && (value > 0 || nextLow >= 0)
      guard gap > 3 * span || isUsual else { continue }
      (self.value, self.count) = (value, count)
      return
    }
    return nil
  }
}
