import Liquid
import Text

/// The targets of one part, each once however many windows it is in.
struct PartTargets {
  let part: Dataset.Part
  /// Those that count, of each target: normalised numbers, indices of classes, or 0 and 1.
  let values: [[Float]]
  /// For each target, those that would count if they had a value.
  let missing: [Int]

  /// - Complexity: one pass over the part.
  init(_ part: Dataset.Part, dataset: Dataset) {
    self.part = part
    let (schema, series) = (dataset.schema, dataset.series)
    let width = schema.targetWidth
    var isSeen = [Bool](repeating: false, count: series.elapsed.count)
    var values = [[Float]](repeating: [], count: width)
    var missing = [Int](repeating: 0, count: width)
    for window in dataset.windows[part] ?? [] {
      let positions = schema.targetSteps.isOne ? window.positions.suffix(1) : window.positions
      for position in positions where !isSeen[position] {
        isSeen[position] = true
        for target in 0..<width {
          let index = position * width + target
          if series.weights[index] > 0 {
            values[target].append(series.targets[index])
          } else {
            missing[target] += 1
          }
        }
      }
    }
    self.values = values
    self.missing = missing
  }

  /// Whether any target counts.
  var isEmpty: Bool { values.allSatisfy(\.isEmpty) }
}

/// What a person must know of the targets of the parts before they trust a figure, one sentence each.
struct TargetNotes {
  let schema: DataSchema
  let table: Table
  let parts: [PartTargets]

  var all: [String] {
    missing + parts.flatMap(lacking) + parts.flatMap(outside)
  }

  /// The first target of each column: a forecast of several horizons has a column as often, and its first target counts
  /// the most rows.
  private var columns: [Int] {
    var seen: Set<String> = []
    return schema.targets.indices.filter { seen.insert(schema.targets[$0].column).inserted }
  }

  /// Targets without a value, with the words that stand for none: one of them may be a class.
  var missing: [String] {
    columns.compactMap { target in
      let name = schema.targets[target].column
      let (count, all) = missingCount(target)
      guard count > 0 else { return nil }
      let words = table.column(named: name)?.missingWords ?? [:]
      let written = words.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
        .map { "'\($0.key.displayed)' in \(counted($0.value, "row"))" }.joined(separator: ", ")
      let reason = written.isEmpty ? "" : " (read as missing: \(written))"
      let advice =
        !written.isEmpty && schema.isClassification
        ? "; a class of that name is read with other --missing-words" : ""
      let (has, counts) = count == 1 ? ("has", "does not count") : ("have", "do not count")
      return
        "\(count) of \(counted(all, "target")) '\(name.displayed)' \(has) no value\(reason) and \(counts)"
        + advice
    }
  }

  /// How many values of a target are missing where one would count.
  private func missingCount(_ target: Int) -> (missing: Int, all: Int) {
    if schema.targetSteps.isOne {
      let missing = parts.reduce(0) { $0 + $1.missing[target] }
      return (missing, parts.reduce(missing) { $0 + $1.values[target].count })
    }
    let column = table.column(named: schema.targets[target].column)
    return ((0..<table.rowCount).count { column?.isMissing($0) ?? false }, table.rowCount)
  }

  private func lacking(_ part: PartTargets) -> [String] {
    // A part without rows is told where rows are assigned to parts.
    guard part.values.contains(where: { !$0.isEmpty }) || part.missing.contains(where: { $0 > 0 }) else {
      return []
    }
    let name = "the \(part.part.rawValue) part"
    if part.isEmpty { return ["\(name) has no target that counts: \(part.part.consequence)"] }
    if schema.isClassification {
      let present = Set(part.values[0].map { Int($0) })
      let absent = schema.classes.indices.filter { !present.contains($0) }.map { schema.classes[$0] }
      // The schema's learner tells those that the training part lacks.
      guard !absent.isEmpty, part.part != .train else { return [] }
      return [
        "\(name) has no row of \(absent.count) of \(schema.classes.count) classes: \(listed(absent, limit: 5))"
      ]
    }
    let empty = columns.filter { part.values[$0].isEmpty }.map { schema.targets[$0].column }
    return empty.isEmpty ? [] : ["\(name) has no value of \(listed(empty, limit: 5))"]
  }

  /// Numbers that are mostly far outside the range that training saw, by more than half of it: no fault of the network's.
  /// A trend that goes on is less far outside, and its naive twin tells it.
  private func outside(_ part: PartTargets) -> [String] {
    guard part.part != .train, !schema.hasAccuracy, let training = parts.first(where: { $0.part == .train })
    else { return [] }
    return columns.compactMap { target in
      let (seen, values) = (training.values[target], part.values[target])
      guard let lowest = seen.min(), let highest = seen.max(), !values.isEmpty else { return nil }
      let margin = (highest - lowest) / 2
      let beyond = values.count { $0 < lowest - margin || $0 > highest + margin }
      guard 2 * beyond > values.count else { return nil }
      let normalization = schema.targets[target].normalization
      func shown(_ value: Float?) -> String {
        NumberText.significant(normalization.denormalize(value ?? .nan))
      }
      return
        "the \(part.part.rawValue) part lies far outside the range of '\(schema.targets[target].column.displayed)'"
        + " in training, \(shown(lowest)) to \(shown(highest)): \(beyond) of \(values.count) values, between"
        + " \(shown(values.min())) and \(shown(values.max())); its figures tell how the network extrapolates"
    }
  }
}

extension Dataset.Part {
  /// What follows where no target of the part counts.
  fileprivate var consequence: String {
    switch self {
    case .train: "there is nothing to learn from"
    case .validation: "progress can only be seen on training data"
    case .test: "the network is not tested"
    }
  }
}
