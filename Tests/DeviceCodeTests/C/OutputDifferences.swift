/// How far outputs are from those expected, over many steps.
struct OutputDifferences {
  private var largest: [Float]
  private var low: [Float]
  private var high: [Float]

  init(outputs: Int) {
    largest = Array(repeating: 0, count: outputs)
    (low, high) = (largest.map { _ in .infinity }, largest.map { _ in -.infinity })
  }

  mutating func add(_ found: [Float], _ expected: [Float]) {
    for index in largest.indices {
      let difference = (found[index] - expected[index]).magnitude
      // NaN must not pass for no difference.
      largest[index] = difference <= largest[index] ? largest[index] : difference
      low[index] = min(low[index], expected[index])
      high[index] = max(high[index], expected[index])
    }
  }

  /// The largest difference of any output, relative to the range of what was expected of it; a few of its last
  /// digits do not count.
  var relativeToRange: Float {
    largest.indices.map { index in
      let digits = 4 * max(low[index].magnitude, high[index].magnitude).ulp
      let counted = largest[index] <= digits ? 0 : largest[index]
      return counted / max(high[index] - low[index], 1e-6)
    }.max() ?? 0
  }
}
