/// A regression tree from features to the activity of a neuron.
indirect enum ActivityTree {
  /// Rows that reach the leaf or the split, and their mean activity.
  struct Reach {
    var rows: Int
    var mean: Double
  }

  case leaf(Reach)
  /// Rows whose feature lies above the threshold go to `above`, the others to `below`.
  case split(Reach, feature: Int, threshold: Double, below: ActivityTree, above: ActivityTree)

  var reach: Reach {
    switch self {
    case .leaf(let reach), .split(let reach, _, _, _, _): reach
    }
  }

  /// One condition on the way to a leaf.
  struct Turn {
    let feature: Int
    let threshold: Double
    let isAbove: Bool
  }

  /// The leaves with the ways that lead to them, those below a threshold first.
  var leaves: [(way: [Turn], reach: Reach)] { leaves(after: []) }

  private func leaves(after way: [Turn]) -> [(way: [Turn], reach: Reach)] {
    switch self {
    case .leaf(let reach): [(way, reach)]
    case .split(_, let feature, let threshold, let below, let above):
      below.leaves(after: way + [Turn(feature: feature, threshold: threshold, isAbove: false)])
        + above.leaves(after: way + [Turn(feature: feature, threshold: threshold, isAbove: true)])
    }
  }
}

extension ActivityTree {
  /// The place among `leaves` of the one that a row reaches.
  func leaf(of row: Int, in table: ActivityTable) -> Int {
    guard case .split(_, let feature, let threshold, let below, let above) = self else { return 0 }
    return table.value(row: row, feature: feature) > threshold
      ? below.leafCount + above.leaf(of: row, in: table) : below.leaf(of: row, in: table)
  }

  /// The mean activity at the leaf that a row reaches.
  func mean(of row: Int, in table: ActivityTable) -> Double {
    guard case .split(_, let feature, let threshold, let below, let above) = self else { return reach.mean }
    return (table.value(row: row, feature: feature) > threshold ? above : below).mean(of: row, in: table)
  }

  private var leafCount: Int {
    guard case .split(_, _, _, let below, let above) = self else { return 1 }
    return below.leafCount + above.leafCount
  }
}

/// Grows trees for the neurons of a table on the same training rows.
///
/// A split is the one that leaves the least squares of activity about the means of both sides; of equals, the first
/// feature's with the lowest threshold. Source: Breiman, Friedman, Olshen and Stone, "Classification and regression trees",
/// 1984.
struct TreeGrower {
  private let table: ActivityTable
  private let rows: [Int]
  /// The places in `rows`, in the order of each feature.
  private let orders: [[Int]]
  /// A leaf holds no fewer rows.
  private let leastRows: Int

  /// A split that explains less of a neuron's variance is not made.
  static let leastGain = 0.005
  private static let refinements = 3

  /// - Parameter rows: those with a value for every feature.
  init(_ table: ActivityTable, rows: [Int]) {
    self.table = table
    self.rows = rows
    leastRows = max(5, rows.count / 100)
    orders = table.features.indices.map { feature in
      rows.indices.sorted {
        (table.value(row: rows[$0], feature: feature), $0) < (
          table.value(row: rows[$1], feature: feature), $1
        )
      }
    }
  }

  /// The tree of one neuron; nil where no row has its activity.
  func grow(neuron: Int, depth: Int) -> ActivityTree? {
    let activities = rows.map { table.activity(row: $0, neuron: neuron) }
    let known = activities.filter(\.isFinite)
    guard !known.isEmpty else { return nil }
    let mean = known.reduce(0, +) / Double(known.count)
    let whole = Growth(
      activities: activities.map { $0 - mean }, offset: mean,
      least: Self.leastGain * known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
    return grow(whole, orders: orders.map { order in order.filter { activities[$0].isFinite } }, depth: depth)
  }

  private struct Growth {
    /// About their mean, of every place.
    let activities: [Double]
    let offset: Double
    /// Squares that a split must explain.
    let least: Double
  }

  private func grow(_ growth: Growth, orders: [[Int]], depth: Int) -> ActivityTree {
    let places = orders[0]
    let sum = places.reduce(0) { $0 + growth.activities[$1] }
    let reach = ActivityTree.Reach(
      rows: places.count, mean: growth.offset + sum / Double(max(1, places.count)))
    guard depth > 0, let split = bestSplit(growth, orders, sum: sum) else { return .leaf(reach) }
    var isAbove = [Bool](repeating: false, count: rows.count)
    for place in places {
      isAbove[place] = table.value(row: rows[place], feature: split.feature) > split.threshold
    }
    let sides = [false, true].map { side in
      grow(growth, orders: orders.map { $0.filter { isAbove[$0] == side } }, depth: depth - 1)
    }
    return .split(
      reach, feature: split.feature, threshold: split.threshold, below: sides[0], above: sides[1])
  }

  private func bestSplit(
    _ growth: Growth, _ orders: [[Int]], sum: Double
  ) -> (feature: Int, threshold: Double)? {
    var best: (feature: Int, threshold: Double)?
    var most = growth.least
    for (feature, order) in orders.enumerated() {
      let count = order.count
      guard count >= 2 * leastRows else { return nil }
      let before = sum * sum / Double(count)
      var (below, value) = (0.0, table.value(row: rows[order[0]], feature: feature))
      for place in 1..<count {
        below += growth.activities[order[place - 1]]
        let last = value
        value = table.value(row: rows[order[place]], feature: feature)
        guard value > last, place >= leastRows, count - place >= leastRows else { continue }
        let above = sum - below
        let gain = below * below / Double(place) + above * above / Double(count - place) - before
        // Sums in other orders differ by their rounding: that is no reason to prefer a later feature.
        if gain > most * (1 + 1e-9) && gain > 0 {
          most = gain
          best = (feature, SimplestNumber.between(last, value))
        }
      }
    }
    return best
  }
}

extension TreeGrower {
  /// The tree with better thresholds, its features as they are.
  ///
  /// A split is chosen before those below it are known. With them, only rows for which its sides give different answers
  /// matter, and of all thresholds that are as good the simplest number is taken: so a rule that holds without exception is
  /// found as it is. Source: Carreira-Perpinan and Tavallali, "Alternating optimization of decision trees", NeurIPS 2018.
  func refined(_ tree: ActivityTree, neuron: Int) -> ActivityTree {
    let activities = rows.map { table.activity(row: $0, neuron: neuron) }
    // The answers of a split's sides change with its threshold, and the best threshold with the answers.
    return (0..<Self.refinements).reduce(tree) { tree, _ in
      refined(tree, activities, isIn: activities.map(\.isFinite))
    }
  }

  private func refined(_ tree: ActivityTree, _ activities: [Double], isIn: [Bool]) -> ActivityTree {
    let places = rows.indices.filter { isIn[$0] }
    let sum = places.reduce(0) { $0 + activities[$1] }
    let reach = ActivityTree.Reach(rows: places.count, mean: sum / Double(max(1, places.count)))
    guard case .split(_, let feature, _, let below, let above) = tree else { return .leaf(reach) }
    let order = orders[feature].filter { isIn[$0] }
    let costs = order.map { place in
      (
        below: squaredError(of: below, place, activities[place]),
        above: squaredError(of: above, place, activities[place])
      )
    }
    guard let threshold = bestThreshold(order, costs, feature: feature) else { return .leaf(reach) }
    var isAbove = [Bool](repeating: false, count: rows.count)
    for place in order { isAbove[place] = table.value(row: rows[place], feature: feature) > threshold }
    let sides = zip([below, above], [false, true]).map { side, isUpper in
      refined(side, activities, isIn: isIn.indices.map { isIn[$0] && isAbove[$0] == isUpper })
    }
    return .split(reach, feature: feature, threshold: threshold, below: sides[0], above: sides[1])
  }

  private func squaredError(of tree: ActivityTree, _ place: Int, _ activity: Double) -> Double {
    let difference = activity - tree.mean(of: rows[place], in: table)
    return difference * difference
  }

  /// The simplest number among the thresholds of least cost; nil where none leaves enough rows on both sides.
  private func bestThreshold(
    _ order: [Int], _ costs: [(below: Double, above: Double)], feature: Int
  ) -> Double? {
    let values = order.map { table.value(row: rows[$0], feature: feature) }
    let ceiling = costs.reduce(0) { $0 + $1.below + $1.above }
    var cost = costs.reduce(0) { $0 + $1.above }
    var best: (cost: Double, from: Double, to: Double)?
    // Whether thresholds that follow may be added to the best ones.
    var isOpen = false
    for place in 1..<max(1, order.count) {
      cost += costs[place - 1].below - costs[place - 1].above
      guard values[place] > values[place - 1], place >= leastRows, order.count - place >= leastRows else {
        continue
      }
      let margin = 1e-9 * ceiling
      if let least = best, cost > least.cost - margin {
        isOpen = isOpen && cost <= least.cost + margin
        if isOpen { best = (least.cost, least.from, values[place]) }
      } else {
        best = (cost, values[place - 1], values[place])
        isOpen = true
      }
    }
    return best.map { SimplestNumber.between($0.from, $0.to) }
  }
}

extension ActivityTree {
  /// The tree without the splits that do not help on other rows.
  ///
  /// From the leaves up, a split becomes a leaf where that makes the squared error on those rows hardly larger: by at most
  /// `TreeGrower.leastGain` of their squares about the mean activity of the rows that it grew on. Source: Quinlan, "Simplifying decision trees", 1987 (reduced error pruning).
  /// - Parameter rows: others than those that it grew on, with a value for every feature.
  func pruned(_ table: ActivityTable, neuron: Int, rows: [Int]) -> ActivityTree {
    let rows = rows.filter { table.activity(row: $0, neuron: neuron).isFinite }
    let worth = TreeGrower.leastGain * error(ofLeaf: reach, table, neuron, rows)
    return pruned(table, neuron, rows, worth: worth).tree
  }

  private func pruned(
    _ table: ActivityTable, _ neuron: Int, _ rows: [Int], worth: Double
  ) -> (tree: ActivityTree, error: Double) {
    let own = error(ofLeaf: reach, table, neuron, rows)
    guard case .split(_, let feature, let threshold, let below, let above) = self else { return (self, own) }
    let isAbove = { (row: Int) in table.value(row: row, feature: feature) > threshold }
    let lower = below.pruned(table, neuron, rows.filter { !isAbove($0) }, worth: worth)
    let upper = above.pruned(table, neuron, rows.filter(isAbove), worth: worth)
    let error = lower.error + upper.error
    if own <= error + worth { return (.leaf(reach), own) }
    return (
      .split(reach, feature: feature, threshold: threshold, below: lower.tree, above: upper.tree), error
    )
  }

  private func error(ofLeaf reach: Reach, _ table: ActivityTable, _ neuron: Int, _ rows: [Int]) -> Double {
    rows.reduce(0) { sum, row in
      let difference = table.activity(row: row, neuron: neuron) - reach.mean
      return sum + difference * difference
    }
  }
}
