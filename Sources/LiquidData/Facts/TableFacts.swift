import Liquid
import Text

/// What a table contains, as a task uses it: files, sequences, times, gaps.
package struct TableFacts: Sendable, Encodable {
  package struct File: Sendable, Encodable {
    package let name: String
    package let rows: Int
    /// The part that the task assigns it to; nil if the split decides.
    package let part: String?
  }

  /// Lengths in rows.
  package struct Sequences: Sendable, Encodable {
    package let count: Int
    package let shortest: Int
    package let median: Int
    package let longest: Int
  }

  /// Steps in the time column's own unit, seconds for dates.
  package struct Steps: Sendable, Encodable {
    package let column: String
    package let isDate: Bool
    package let shortest: Double
    package let median: Double
    package let longest: Double
    /// Steps with no time between them.
    package let zero: Int
    /// Steps longer than ten medians.
    package let gaps: Int
  }

  package struct Column: Sendable, Encodable {
    package let name: String
    /// "numbers", "dates" or "text".
    package let kind: String
    package let missing: Int
    package let isConstant: Bool
    /// Whether an input would have one channel per category.
    package let isCategory: Bool
  }

  package let files: [File]
  package let rows: Int
  /// The rows of the files before they were resampled.
  package let readRows: Int
  package let sequences: Sequences
  /// Nil without a time column, or if no sequence has two rows.
  package let steps: Steps?
  package let columns: [Column]

  /// Cost: several passes over the table.
  ///
  /// - Parameters:
  ///   - table: prepared, as the task says.
  ///   - read: the table as it was read.
  package init(table: Table, task: TaskDefinition, read: Table) throws(DataError) {
    readRows = read.rowCount
    var task = task.filled(from: read)
    task.sequence = Preparation(task).sequenceColumn(task.sequence)
    let sequence = try task.sequence.map { name throws(DataError) in
      try table.column(named: name, role: "sequence")
    }
    let order = try RowOrder(table: table, sequence: sequence)
    let lengths = order.ranges.map(\.count).sorted()
    files = read.origins.map { File(name: $0.file, rows: $0.rows.count, part: $0.part?.rawValue) }
    rows = table.rowCount
    sequences = Sequences(
      count: lengths.count, shortest: lengths.first ?? 0,
      median: lengths.isEmpty ? 0 : lengths[lengths.count / 2], longest: lengths.last ?? 0)
    steps = try Self.steps(table: table, task: task, order: order)
    let added = Set(Preparation(task).addedColumns)
    let idle = table.stated.origins.filter { task.inputs?.contains($0) != true }
    let roles = Set([task.sequence, task.time].compactMap(\.self) + (task.targets ?? []) + idle)
    let categories = Set(task.categories)
    var columns: [Column] = []
    for column in table.columns where !added.contains(column.name) {
      columns.append(try Self.facts(column, task: task, roles: roles, categories: categories))
    }
    self.columns = columns
  }

  private static func steps(
    table: Table, task: TaskDefinition, order: RowOrder
  ) throws(DataError) -> Steps? {
    guard let name = task.time else { return nil }
    let column = try table.column(named: name, role: "time")
    let times = try StepTimes(column: column, order: order, table: table)
    let sorted = times.differences.sorted()
    guard let shortest = sorted.first, let longest = sorted.last else { return nil }
    let median = sorted[sorted.count / 2]
    return Steps(
      column: name.sanitized, isDate: !column.isNumeric, shortest: shortest, median: median, longest: longest,
      zero: sorted.count { $0 == 0 }, gaps: median > 0 ? sorted.count { $0 > 10 * median } : 0)
  }

  /// - Parameter roles: the columns that are not inputs.
  private static func facts(
    _ column: Table.Column, task: TaskDefinition, roles: Set<String>, categories: Set<String>
  ) throws(DataError) -> Column {
    let markers = (task.missingMarkers[column.name] ?? []) + (task.missingMarkers["*"] ?? [])
    let numbers: Stored<Double> = if case .numbers(let values) = column.values { values } else { [] }
    func isMissing(_ row: Int) -> Bool {
      column.isMissing(row) || (!numbers.isEmpty && markers.contains(numbers[row]))
    }
    let codes = try column.categories().codes
    let present = codes.indices.filter { !isMissing($0) }
    let isCategory = column.kindName == "text" || categories.contains(column.name)
    return Column(
      name: column.name.sanitized, kind: column.kindName, missing: column.count - present.count,
      isConstant: present.allSatisfy { codes[$0] == codes[present[0]] },
      isCategory: isCategory && !roles.contains(column.name))
  }
}

/// The first batch of training.
package struct BatchFacts: Sendable, Encodable {
  package struct Channel: Sendable, Encodable {
    package let name: String
    package let lowest: Float
    package let highest: Float
  }

  package let samples: Int
  package let steps: Int
  /// Normalised, over the steps of the windows.
  package let channels: [Channel]

  /// - Parameter size: the number of windows, limited to those of the training part.
  package init(dataset: Dataset, size: Int) {
    let count = min(size, dataset.count(of: .train))
    let batch = dataset.batch(.train, indices: Array(0..<count))
    samples = count
    steps = batch.steps
    channels = dataset.schema.inputNames.enumerated().map { channel, name in
      var (lowest, highest) = (Float.infinity, -Float.infinity)
      for sample in 0..<count {
        for step in 0..<batch.lengths[sample] {
          let value = batch.inputs[(sample * batch.steps + step) * batch.inputWidth + channel]
          (lowest, highest) = (min(lowest, value), max(highest, value))
        }
      }
      return Channel(name: name, lowest: lowest, highest: highest)
    }
  }
}
