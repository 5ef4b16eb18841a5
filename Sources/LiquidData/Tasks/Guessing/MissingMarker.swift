/// A lowest or highest number that repeats and is far from all others, as numbers are that stand for missing ones.
struct MissingMarker {
  let value: Double
  let count: Int
  /// Whether it is read as missing without asking: a number that is commonly written for missing values, and that by its
  /// sign or its distance is none of the others' kind. Anything else may as well be measured: it is worth a hint.
  let isCertain: Bool

  /// Numbers that are commonly written for missing measurements.
  private static let usual: Set<Double> = [
    -1, -9, -99, -200, -999, -9999, -99999, 999, 9999, 99999, 999_999,
  ]

  /// An end of a column's values: the last one, and how far the next one is.
  private struct End {
    let value: Double
    let count: Int
    /// The distance to the next value.
    let gap: Double
    /// Between the lowest and the highest of the others.
    let span: Double
    /// Whether it has another sign than all others.
    let isOpposite: Bool

    var isFar: Bool { gap > 3 * span }
    private var isUsual: Bool { MissingMarker.usual.contains(value) }
    /// A step below 0 may be a measurement; -999 beside large numbers hardly is.
    private var isForeign: Bool { isOpposite && (isFar || value.magnitude >= 99 && gap > 0.05 * span) }

    func isCertain(of present: Int) -> Bool {
      isUsual && 3 * count <= present && (isForeign || gap >= 10 * span)
    }
  }

  /// Nil where the column has none. Cost: two passes.
  init?(among values: some Sequence<Double>) {
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
    let ends = [
      End(
        value: low, count: lowCount, gap: nextLow - low, span: high - nextLow,
        isOpposite: low < 0 && nextLow >= 0),
      End(
        value: high, count: highCount, gap: high - nextHigh, span: nextHigh - low,
        isOpposite: high > 0 && nextHigh <= 0),
    ]
    // Most rows of a column of events hold a 0, or another number that says that nothing happened.
    let possible = ends.filter { $0.count >= 3 && 2 * $0.count < present && $0.value != 0 && $0.span > 0 }
    let certain = possible.first { $0.isCertain(of: present) }
    guard let end = certain ?? possible.first(where: \.isFar) else { return nil }
    (value, count, isCertain) = (end.value, end.count, certain != nil)
  }
}
