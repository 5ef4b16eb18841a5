import Liquid

/// A tree that predicts a figure from a point of the unit cube: each inner node asks on which side of a threshold one of
/// the coordinates lies.
struct RegressionTree: Sendable {
  /// A box of the cube in which the tree predicts one figure.
  struct Leaf: Sendable {
    /// Its interval on each axis.
    var box: [ClosedRange<Double>]
    var value: Double

    /// Its share of the cube; without one of the axes, of the cube of the others.
    func volume(without axis: Int? = nil) -> Double {
      box.indices.reduce(1) { $0 * ($1 == axis ? 1 : box[$1].upperBound - box[$1].lowerBound) }
    }
  }

  private(set) var leaves: [Leaf] = []

  /// Fewer points are not divided.
  private static let leastPoints = 6

  /// - Parameters:
  ///   - points: `[points][axes]`, 0 to 1.
  ///   - sample: indices of the points it learns from; one may come several times.
  init(points: [[Double]], figures: [Double], sample: [Int], random: inout SeededGenerator) {
    let axes = points.first?.count ?? 0
    grow(points, figures, sample, Array(repeating: 0...1, count: axes), &random)
  }

  private mutating func grow(
    _ points: [[Double]], _ figures: [Double], _ sample: [Int], _ box: [ClosedRange<Double>],
    _ random: inout SeededGenerator
  ) {
    guard sample.count >= Self.leastPoints,
      let cut = Self.bestCut(points, figures, sample, axes: Self.drawn(of: box.count, &random))
    else {
      let mean = sample.reduce(0) { $0 + figures[$1] } / Double(max(1, sample.count))
      leaves.append(Leaf(box: box, value: mean))
      return
    }
    var (below, above) = (box, box)
    below[cut.axis] = box[cut.axis].lowerBound...cut.threshold
    above[cut.axis] = cut.threshold...box[cut.axis].upperBound
    grow(points, figures, sample.filter { points[$0][cut.axis] <= cut.threshold }, below, &random)
    grow(points, figures, sample.filter { points[$0][cut.axis] > cut.threshold }, above, &random)
  }

  /// The axes that a node may ask about: some of them, so that the trees differ.
  private static func drawn(of count: Int, _ random: inout SeededGenerator) -> [Int] {
    var all = Array(0..<count)
    all.shuffle(using: &random)
    return Array(all.prefix(max(1, (2 * count + 2) / 3)))
  }

  /// The cut after which the figures on its two sides differ least from their means; nil where there is none.
  private static func bestCut(
    _ points: [[Double]], _ figures: [Double], _ sample: [Int], axes: [Int]
  ) -> (axis: Int, threshold: Double)? {
    let total = sample.reduce(0) { $0 + figures[$1] }
    var best: (axis: Int, threshold: Double, gain: Double)?
    for axis in axes {
      let order = sample.sorted { points[$0][axis] < points[$1][axis] }
      var sum = 0.0
      for place in 1..<order.count {
        sum += figures[order[place - 1]]
        let (low, high) = (points[order[place - 1]][axis], points[order[place]][axis])
        guard low < high else { continue }
        let (below, above) = (Double(place), Double(order.count - place))
        // What the sum of squares loses by the cut, but for what all cuts share.
        let gain = sum * sum / below + (total - sum) * (total - sum) / above
        if gain > (best?.gain ?? total * total / Double(order.count) * (1 + 1e-12) + 1e-300) {
          best = (axis, (low + high) / 2, gain)
        }
      }
    }
    return best.map { ($0.axis, $0.threshold) }
  }

  /// The share of the prediction's variance over the cube that each axis explains by itself; nil where it predicts the
  /// same everywhere.
  var mainEffects: [Double]? {
    let mean = leaves.reduce(0) { $0 + $1.volume() * $1.value }
    let variance = leaves.reduce(0) { $0 + $1.volume() * ($1.value - mean) * ($1.value - mean) }
    guard variance > 0, let axes = leaves.first?.box.count else { return nil }
    return (0..<axes).map { axis in effect(of: axis, mean: mean) / variance }
  }

  /// The variance of the mean prediction over all other axes, along one.
  private func effect(of axis: Int, mean: Double) -> Double {
    // What each leaf adds to the mean where its interval begins and takes away where it ends.
    var changes: [Double: Double] = [:]
    for leaf in leaves {
      let part = leaf.volume(without: axis) * leaf.value
      changes[leaf.box[axis].lowerBound, default: 0] += part
      changes[leaf.box[axis].upperBound, default: 0] -= part
    }
    let bounds = changes.keys.sorted()
    var (level, variance) = (0.0, 0.0)
    for (low, high) in zip(bounds, bounds.dropFirst()) {
      level += changes[low] ?? 0
      variance += (high - low) * (level - mean) * (level - mean)
    }
    return variance
  }
}
