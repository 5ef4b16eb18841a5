import Liquid

/// How a dataset deals its rows out, with the proof that no row is in two parts.
package struct SplitFacts: Sendable, Encodable {
  package struct Part: Sendable, Encodable {
    package let name: String
    /// Windows or whole sequences.
    package let samples: Int
    package let steps: Int
    /// Different rows of the table, as inputs or targets.
    package let rows: Int
    /// The table's first and last row among them, from 1; nil without rows.
    package let firstRow: Int?
    package let lastRow: Int?
    /// Safe to show; empty without a sequence column.
    package let sequences: [String]
    package let files: [String]
    /// Targets of each class, in the order of the schema's classes; empty for numbers.
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

  /// Looks at every sample's rows: what is said here follows from the indices, not from how they were made.
  ///
  /// Cost: the steps of all samples.
  package init(dataset: Dataset, table: Table) {
    let all = Dataset.Part.allCases.map { PartRows($0, dataset: dataset) }
    parts = all.map { $0.facts(table: table) }
    overlaps = Self.overlaps(among: all.map { ($0.part.rawValue, $0.rows) })
  }

  /// The rows that each two of some parts share; nothing for those that share none.
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

/// The rows of one part, gathered sample by sample.
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
      for (step, row) in location.targetRows.enumerated()
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
