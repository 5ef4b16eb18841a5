import Text

/// The rules of one neuron.
package struct NeuronRules: Sendable, Hashable, Codable {
  package let neuron: String
  /// Exactly one is true of any values; the highest activity first. Empty where no rule holds on other rows.
  package let rules: [ActivityRule]
  /// The share of the activity's variance on the validation rows that the rules explain: 1 - squared error / variance, below
  /// 0 where the mean would be a better answer. Nil where it does not change there.
  package let explainedVariance: Double?
  /// See `ActivityRules.pathAccuracy`; nil without rules.
  package let pathAccuracy: Double?
}

/// What neurons answer to, as small decision trees read as rules, and how far such a reading can be trusted.
///
///     let rules = try ActivityRules(ActivityTable(features: ["speed"], values: speeds, neurons: ["command 0"],
///       activities: states))
///     print(rules.text)
///
/// For each neuron a regression tree from features to its activity is grown on the training rows and pruned on the validation
/// rows. What is found depends on nothing but the table. A rule says what goes along with an activity in these data, and
/// not what causes it.
/// After Wang, Xiao, Seyde, Hasani and Rus, "Measuring interpretability of neural policies of robots with disentangled
/// representation", CoRL 2023, whose two scores have the same purpose; what they are here is what stands below.
package struct ActivityRules: Sendable, Hashable, Codable {
  package let neurons: [NeuronRules]
  /// How well a neuron's activity alone tells which of its rules is true.
  ///
  /// For each neuron with rules, the activities of the training rows are cut into at most 20 bins of as many rows each. The
  /// rule that an activity points to is the one that is true of most training rows in its bin. The accuracy is the
  /// share of validation rows where that rule is true; this is its mean over the neurons. Nil where none has rules.
  package let pathAccuracy: Double?
  /// How often what two neurons point to cannot both be.
  ///
  /// Over all validation rows and all pairs of neurons with rules, the share of those where the rules that the two
  /// activities point to contradict each other: some feature would have to lie in two places at once. Rules that are true of
  /// the row never do, so that each of these cases is an error of at least one of the two. Nil with fewer than two such
  /// neurons.
  package let conflictShare: Double?
  package let trainingRows: Int
  package let validationRows: Int

  /// Conditions of a rule at the most, those on the same feature counted each.
  package static let mostConditions = 4

  /// Looks for rules.
  ///
  /// Rows with a feature that is NaN or infinite count for nothing.
  /// - Parameter validationRows: rows that prune and score; nil: the last third. Time steps of the same sequence are alike:
  ///   they should all be on one side.
  /// - Throws: where there is no such row.
  package init(_ table: ActivityTable, validationRows: [Int]? = nil) throws(RuleError) {
    let chosen = Set(validationRows ?? Array((table.rows - table.rows / 3)..<table.rows))
    if let row = chosen.filter({ !(0..<table.rows).contains($0) }).min() {
      throw .validationRow(row, count: table.rows)
    }
    let complete = (0..<table.rows).filter(table.isComplete)
    let training = complete.filter { !chosen.contains($0) }
    let validation = complete.filter(chosen.contains)
    let grower = TreeGrower(table, rows: training)
    let readers = table.neurons.indices.map { neuron in
      let tree = grower.grow(neuron: neuron, depth: Self.mostConditions)
        .map { grower.refined($0, neuron: neuron).pruned(table, neuron: neuron, rows: validation) }
      return NeuronReader(table, neuron: neuron, tree: tree, training: training)
    }
    neurons = readers.map { $0.neuronRules(table, validation: validation) }
    let accuracies = neurons.compactMap(\.pathAccuracy)
    pathAccuracy = accuracies.isEmpty ? nil : accuracies.reduce(0, +) / Double(accuracies.count)
    conflictShare = Self.conflictShare(readers.filter(\.hasRules), table, validation)
    (trainingRows, self.validationRows) = (training.count, validation.count)
  }

  private static func conflictShare(
    _ readers: [NeuronReader], _ table: ActivityTable, _ rows: [Int]
  ) -> Double? {
    let pointed = readers.map { reader in rows.map { reader.pointedRule(table, row: $0) } }
    var (conflicts, cases) = (0, 0)
    for (first, one) in readers.enumerated() {
      for second in readers.indices.dropFirst(first + 1) {
        let contradict = one.rules.map { rule in readers[second].rules.map(rule.contradicts) }
        for (rule, other) in zip(pointed[first], pointed[second]) {
          guard let rule, let other else { continue }
          cases += 1
          if contradict[rule][other] { conflicts += 1 }
        }
      }
    }
    return cases == 0 ? nil : Double(conflicts) / Double(cases)
  }
}

extension ActivityRules {
  /// One line a rule, then the scores.
  package var text: String {
    var lines: [String] = []
    for neuron in neurons {
      guard !neuron.rules.isEmpty else {
        lines.append("\(neuron.neuron): no rule")
        continue
      }
      for rule in neuron.rules {
        lines.append("\(neuron.neuron) is \(rule) (\(NumberText.percent(rule.share)) of the time steps)")
      }
    }
    let percent = { (share: Double?) in share.map { NumberText.percent($0) } ?? "-" }
    lines.append("path accuracy: \(percent(pathAccuracy))")
    lines.append("contradictory rules between neurons: \(percent(conflictShare))")
    return lines.joined(separator: "\n")
  }
}

/// A neuron's rules and what its activity alone says of them.
private struct NeuronReader {
  /// Empty where the tree is a leaf.
  let rules: [ActivityRule]
  private let neuron: Int
  private let tree: ActivityTree?
  /// The place among `rules` of each of the tree's leaves.
  private let ruleOfLeaf: [Int]
  /// The lowest activity of each bin, and the rule that it points to.
  private var bins: [(start: Double, rule: Int)] = []

  var hasRules: Bool { !rules.isEmpty }

  private static let mostBins = 20

  init(_ table: ActivityTable, neuron: Int, tree: ActivityTree?, training: [Int]) {
    (self.neuron, self.tree) = (neuron, tree)
    guard let tree, case .split = tree else {
      (rules, ruleOfLeaf) = ([], [])
      return
    }
    let leaves = tree.leaves
    let order = leaves.indices.sorted { (leaves[$0].reach.mean, $1) > (leaves[$1].reach.mean, $0) }
    let (highest, lowest) = (leaves[order[0]].reach.mean, leaves[order[order.count - 1]].reach.mean)
    rules = order.map { leaf in
      let (way, reach) = leaves[leaf]
      let place = (reach.mean - lowest) / (highest - lowest)
      return ActivityRule(
        way: way, features: table.features, level: place > 2 / 3 ? .high : place < 1 / 3 ? .low : .middle,
        activity: reach.mean, share: Double(reach.rows) / Double(tree.reach.rows))
    }
    var ruleOfLeaf = order
    for (rule, leaf) in order.enumerated() { ruleOfLeaf[leaf] = rule }
    self.ruleOfLeaf = ruleOfLeaf
    bins = makeBins(table, training)
  }

  private func makeBins(_ table: ActivityTable, _ rows: [Int]) -> [(start: Double, rule: Int)] {
    let known = rows.compactMap { row -> (Double, Int)? in
      let activity = table.activity(row: row, neuron: neuron)
      return activity.isFinite ? trueRule(table, row: row).map { (activity, $0) } : nil
    }.sorted { $0 < $1 }
    var starts: [Int] = []
    for bin in 0..<min(Self.mostBins, known.count) {
      var start = bin * known.count / min(Self.mostBins, known.count)
      // Equal activities are in one bin.
      while start > 0, known[start].0 == known[start - 1].0 { start -= 1 }
      if starts.last != start { starts.append(start) }
    }
    return zip(starts, starts.dropFirst() + [known.count]).map { start, end in
      var counts = [Int](repeating: 0, count: rules.count)
      for (_, rule) in known[start..<end] { counts[rule] += 1 }
      // Of equals the rule of the higher activity, which comes first.
      let commonest = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) }
      return (known[start].0, commonest ?? 0)
    }
  }

  /// The place of the rule that is true of a row; nil without rules.
  private func trueRule(_ table: ActivityTable, row: Int) -> Int? {
    hasRules ? tree.map { ruleOfLeaf[$0.leaf(of: row, in: table)] } : nil
  }

  /// The place of the rule that a row's activity points to; nil where there is none.
  func pointedRule(_ table: ActivityTable, row: Int) -> Int? {
    let activity = table.activity(row: row, neuron: neuron)
    guard activity.isFinite else { return nil }
    return (bins.last { $0.start <= activity } ?? bins.first)?.rule
  }

  func neuronRules(_ table: ActivityTable, validation: [Int]) -> NeuronRules {
    let rows = validation.filter { table.activity(row: $0, neuron: neuron).isFinite }
    let activities = rows.map { table.activity(row: $0, neuron: neuron) }
    let mean = activities.reduce(0, +) / Double(max(1, rows.count))
    var (correct, error, variance) = (0, 0.0, 0.0)
    for (row, activity) in zip(rows, activities) {
      variance += (activity - mean) * (activity - mean)
      guard let rule = trueRule(table, row: row) else { continue }
      if pointedRule(table, row: row) == rule { correct += 1 }
      error += (activity - rules[rule].activity) * (activity - rules[rule].activity)
    }
    return NeuronRules(
      neuron: table.neurons[neuron], rules: rules,
      explainedVariance: hasRules && variance > 0 ? 1 - error / variance : nil,
      pathAccuracy: hasRules && !rows.isEmpty ? Double(correct) / Double(rows.count) : nil)
  }
}
