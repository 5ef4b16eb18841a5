import Liquid

/// How the rows of a data set are split into parts, with the proof that no row is in two parts.
package struct SplitFacts: Sendable, Encodable {
  package struct Part: Sendable, Encodable {
    package let name: String
    /// Windows or whole sequences.
    package let samples: Int
    package let steps: Int
    /// Distinct rows of the table, as inputs or targets.
    package let rows: Int
    /// The table's first and last row among them, from 1; nil without rows.
    package let firstRow: Int?
    package let lastRow: Int?
    /// Safe to show; empty without a sequence column.
    package let sequences: [String]
    package let files: [String]
    /// The number of targets of each class, in the order of the schema's classes; empty for numbers.
    package let classCounts: [Int]
  }

  /// Rows that two parts share.
  package struct Overlap: Sendable, Encodable {
    package let parts: [String]
    package let rows: Int
  }

  package let parts: [Part]
  /// Empty: no row is in two parts.
  package let overlaps: [Overlap]

  package var leaks: Bool { !overlaps.isEmpty }

  /// Checks the rows of all windows by their indices, so that the proof does not rely on how the split was made.
  ///
  /// Cost: the steps of all windows.
  package init(dataset: Dataset, table: Table) {
    let all = Dataset.Part.allCases.map { PartRows($0, dataset: dataset) }
    parts = all.map { $0.facts(table: table) }
    overlaps = Self.overlaps(among: all.map { ($0.part.rawValue, $0.rows) })
  }

  /// The rows that two parts share, for each pair that shares any.
  package static func overlaps(among parts: [(name: String, rows: Set<Int>)]) -> [Overlap] {
    var overlaps: [Overlap] = []
    for (index, part) in parts.enumerated() {
      for other in parts[(index + 1)...] {
        let shared = part.rows.intersection(other.rows).count
        if shared > 0 { overlaps.append(Overlap(parts: [part.name, other.name], rows: shared)) }
      }
    }
    return overlaps
  }
}

/// The rows of one part, collected window by window.
private struct PartRows {
  let part: Dataset.Part
  var rows: Set<Int> = []
  private var samples = 0
  private var steps = 0
  private var sequences: [String] = []
  private var classCounts: [Int]

  init(_ part: Dataset.Part, dataset: Dataset) {
    self.part = part
    samples = dataset.count(of: part)
    classCounts = dataset.schema.classes.map { _ in 0 }
    var seen: Set<String> = []
    var counted: Set<Int> = []
    for index in 0..<samples {
      let location = dataset.location(part, index: index)
      rows.formUnion(location.rows)
      rows.formUnion(location.targetRows)
      steps += location.rows.count
      if let sequence = location.sequence, seen.insert(sequence).inserted { sequences.append(sequence) }
      guard !classCounts.isEmpty else { continue }
      let batch = dataset.batch(part, indices: [index])
      let first = dataset.warmUpSteps(part, index: index)
      for (step, row) in zip(first..., location.targetRows)
      where batch.targetWeights[step] > 0 && counted.insert(row).inserted {
        classCounts[Int(batch.targets[step])] += 1
      }
    }
  }

  func facts(table: Table) -> SplitFacts.Part {
    let files = table.origins.count > 1 ? table.origins.filter { $0.rows.contains(where: rows.contains) } : []
    return SplitFacts.Part(
      name: part.rawValue, samples: samples, steps: steps, rows: rows.count,
      firstRow: rows.min().map { $0 + 1 },
      lastRow: rows.max().map { $0 + 1 }, sequences: sequences, files: files.map(\.file),
      classCounts: classCounts)
  }
}

/// Stretches of the test part whose inputs are also in the training part: other rows, but the same numbers.
///
/// Copies of recordings let a network memorise test data although no row is in two parts.
package struct RepeatedStretches: Sendable, Encodable {
  /// Steps in a stretch: enough that measured numbers do not repeat by chance.
  package static let length = 8

  package let stretches: Int
  /// The stretches that are also in the training part.
  package let repeated: Int

  /// Windows shorter than a stretch have none. Cost: the steps of all windows of both parts.
  package init(dataset: Dataset) {
    var known: Set<Int> = []
    Self.forEachStretch(.train, dataset, every: 1) { known.insert($0) }
    var (stretches, repeated) = (0, 0)
    Self.forEachStretch(.test, dataset, every: Self.length) { stretch in
      stretches += 1
      if known.contains(stretch) { repeated += 1 }
    }
    (self.stretches, self.repeated) = (stretches, repeated)
  }

  /// Calls `body` with a hash of the inputs of each stretch. Stretches that repeat a single step are skipped: a
  /// sensor that is off gives the same values everywhere.
  private static func forEachStretch(
    _ part: Dataset.Part, _ dataset: Dataset, every step: Int, _ body: (Int) -> Void
  ) {
    for index in 0..<dataset.count(of: part) {
      let steps = Self.steps(part, index, dataset)
      for start in stride(from: 0, through: steps.count - length, by: step) {
        let stretch = steps[start..<start + length]
        if stretch.allSatisfy({ $0 == steps[start] }) { continue }
        var hasher = Hasher()
        for step in stretch { hasher.combine(step) }
        body(hasher.finalize())
      }
    }
  }

  /// A hash of the inputs of each step.
  private static func steps(_ part: Dataset.Part, _ index: Int, _ dataset: Dataset) -> [Int] {
    let batch = dataset.batch(part, indices: [index])
    // Rows that only warm the state up are other windows'.
    return (dataset.warmUpSteps(part, index: index)..<batch.steps).map { step in
      var hasher = Hasher()
      hasher.combine(batch.inputs[step * batch.inputWidth..<(step + 1) * batch.inputWidth])
      return hasher.finalize()
    }
  }
}
