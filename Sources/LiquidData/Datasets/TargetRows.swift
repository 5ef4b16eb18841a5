/// What stands in the table beside the normalised numbers: where each row came from, its time, its targets in double
/// precision. Asked by place in the row order.
struct TargetRows: Sendable {
  private let order: RowOrder
  private let sources: RowSources
  /// The table's rows, not in the order.
  private let time: Table.Column?
  /// That of the zone that was told for dates; nil: none was.
  let clock: ZoneClock?
  /// Of the table's rows, for each target; empty for classes and where there are no targets to compare with.
  private let columns: [Stored<Double>]

  init(
    table: Table, order: RowOrder, schema: DataSchema, hasTargets: Bool
  ) throws(DataError) {
    self.order = order
    sources = table.sources
    time = schema.time.flatMap { table.column(named: $0.column) }
    clock = table.reading.timeZone.flatMap { ZoneClock(name: $0) }
    guard hasTargets, !schema.isClassification else {
      columns = []
      return
    }
    var columns: [Stored<Double>] = []
    for target in schema.targets {
      columns.append(try table.column(named: target.column, role: "target").numbers(in: table))
    }
    self.columns = columns
  }

  var hasValues: Bool { !columns.isEmpty }

  func value(place: Int, target: Int) -> Double { columns[target][order.rows[place]] }

  /// A place's time; nil without a time column.
  func moment(place: Int) -> Double? {
    switch time?.values {
    case .numbers(let values), .dates(let values): values[order.rows[place]]
    case .text, nil: nil
    }
  }

  /// Whether times are dates.
  var hasDates: Bool {
    if case .dates = time?.values { true } else { false }
  }

  /// Seconds from UTC to the local time of a place.
  func offset(place: Int) -> Double { time?.offset(row: order.rows[place]) ?? 0 }

  /// A time that is in no row, written as the column's are; `offset` is from UTC to its local time.
  func text(moment: Double, offset: Double) -> String {
    time?.text(moment: moment, offset: offset, zoneOf: order.rows.last) ?? ""
  }

  func row(place: Int, sequence: Int) -> TargetRow {
    let file = order.files.isEmpty ? nil : order.files[order.origins[sequence]]
    let ends = sources.numbers(of: order.rows[place])
    return TargetRow(
      file: file, sequence: order.values[sequence], first: ends?.first, last: ends?.last,
      time: time?.text(row: order.rows[place]))
  }
}

/// The row of a file that an answer is about.
package struct TargetRow: Sendable, Hashable {
  /// As much of the file's path as tells it from the others; nil for one file.
  package let file: String?
  /// The value of the sequence column, safe to show; nil without such a column.
  package let sequence: String?
  /// The row's number in its file, from 1 without the header: of a row that was resampled, the first row that it is made
  /// of; nil if it is made of none.
  package let first: Int?
  /// The last row that a resampled row is made of; else `first`.
  package let last: Int?
  /// As it stands in the file where it is known, else written the same way; nil without a time column.
  package let time: String?

  package init(file: String?, sequence: String?, first: Int?, last: Int?, time: String?) {
    self.file = file
    self.sequence = sequence
    self.first = first
    self.last = last
    self.time = time
  }
}
