import Liquid
import Text

/// The targets of one part, each once however many windows it is in: passes over the series, not lists.
struct PartTargets {
  let part: Dataset.Part
  /// For each target, those that count.
  let counts: [Int]
  /// For each target, those that would count if they had a value.
  let missing: [Int]
  /// The positions of the part, each in one range only.
  private let ranges: [Range<Int>]
  private let series: Series

  /// - Complexity: one pass over the part.
  init(_ part: Dataset.Part, dataset: Dataset) {
    self.part = part
    series = dataset.series
    ranges = Self.ranges(
      dataset.windows[part] ?? WindowList([]), lastStepsAlone: dataset.schema.targetSteps.isOne,
      positions: dataset.series.elapsed.count)
    let width = dataset.schema.targetWidth
    var counts = [Int](repeating: 0, count: width)
    for range in ranges {
      for position in range {
        for target in 0..<width where series.weights[position * width + target] > 0 { counts[target] += 1 }
      }
    }
    self.counts = counts
    let all = ranges.reduce(0) { $0 + $1.count }
    missing = counts.map { all - $0 }
  }

  /// The positions of windows, each once, in the order in which they are met first.
  private static func ranges(
    _ windows: WindowList, lastStepsAlone: Bool, positions: Int
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    func append(_ range: Range<Int>) {
      if let last = ranges.last, last.upperBound == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else if !range.isEmpty {
        ranges.append(range)
      }
    }
    var isSeen = windows.isInOrder ? [] : [Bool](repeating: false, count: positions)
    for window in windows {
      let own = window.positions
      let range = lastStepsAlone ? own.upperBound - 1..<own.upperBound : own
      if windows.isInOrder {
        // A window shares rows with the one before it at most.
        let known =
          ranges.last.map { $0.overlaps(range) ? $0.upperBound : range.lowerBound } ?? range.lowerBound
        append(max(known, range.lowerBound)..<max(known, range.upperBound))
      } else {
        for position in range where !isSeen[position] {
          isSeen[position] = true
          append(position..<position + 1)
        }
      }
    }
    return ranges
  }

  /// The values of a target that count: normalised numbers, indices of classes, or 0 and 1.
  func values(_ target: Int) -> some Sequence<Float> {
    let (series, width) = (series, counts.count)
    return ranges.lazy.flatMap { $0 }.map { $0 * width + target }.filter { series.weights[$0] > 0 }
      .map { series.targets[$0] }
  }

  /// Those of each target.
  var all: [some Sequence<Float>] { counts.indices.map { values($0) } }

  /// Whether any target counts.
  var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }
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
      return (missing, parts.reduce(missing) { $0 + $1.counts[target] })
    }
    let column = table.column(named: schema.targets[target].column)
    return ((0..<table.rowCount).count { column?.isMissing($0) ?? false }, table.rowCount)
  }

  private func lacking(_ part: PartTargets) -> [String] {
    // A part without rows is told where rows are assigned to parts.
    guard part.counts.contains(where: { $0 > 0 }) || part.missing.contains(where: { $0 > 0 }) else {
      return []
    }
    let name = "the \(part.part.rawValue) part"
    if part.isEmpty { return ["\(name) has no target that counts: \(part.part.consequence)"] }
    if schema.isClassification {
      let present = part.values(0).reduce(into: Set<Int>()) { $0.insert(Int($1)) }
      let absent = schema.classes.indices.filter { !present.contains($0) }.map { schema.classes[$0] }
      // The schema's learner tells those that the training part lacks.
      guard !absent.isEmpty, part.part != .train else { return [] }
      return [
        "\(name) has no row of \(absent.count) of \(schema.classes.count) classes: \(listed(absent, limit: 5))"
      ]
    }
    let empty = columns.filter { part.counts[$0] == 0 }.map { schema.targets[$0].column }
    return empty.isEmpty ? [] : ["\(name) has no value of \(listed(empty, limit: 5))"]
  }

  /// Numbers that are mostly far outside the range that training saw, by more than half of it: no fault of the network's.
  /// A trend that goes on is less far outside, and its naive twin tells it.
  private func outside(_ part: PartTargets) -> [String] {
    guard part.part != .train, !schema.hasAccuracy, let training = parts.first(where: { $0.part == .train })
    else { return [] }
    return columns.compactMap { target in
      let (seen, values, count) = (training.values(target), part.values(target), part.counts[target])
      guard let lowest = seen.min(), let highest = seen.max(), count > 0 else { return nil }
      let margin = (highest - lowest) / 2
      let beyond = values.count { $0 < lowest - margin || $0 > highest + margin }
      guard 2 * beyond > count else { return nil }
      let normalization = schema.targets[target].normalization
      func shown(_ value: Float?) -> String {
        normalization.shown(value ?? .nan)
      }
      return
        "the \(part.part.rawValue) part lies far outside the range of '\(schema.targets[target].column.displayed)'"
        + " in training, \(shown(lowest)) to \(shown(highest)): \(beyond) of \(count) values, between"
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
