/// What stands in the table beside the normalised numbers: where each row came from, its time, its targets in double
/// precision. Indexed by place in the row order.
struct TargetRows: Sendable {
  private let order: RowOrder
  private let sources: RowSources
  private let time: Table.Column?
  /// That of the zone that was told for dates; nil: none was.
  let clock: ZoneClock?
  /// `[places, targets]`; empty for classes and where there are no targets to compare with.
  private let values: [Double]
  private let width: Int

  init(
    table: Table, order: RowOrder, schema: DataSchema, hasTargets: Bool
  ) throws(DataError) {
    self.order = order
    width = schema.targetWidth
    sources = table.sources.taking(order.rows)
    time = schema.time.flatMap { table.column(named: $0.column) }?.taking(order.rows)
    clock = table.reading.timeZone.flatMap { ZoneClock(name: $0) }
    guard hasTargets, !schema.isClassification else {
      values = []
      return
    }
    var columns: [[Double]] = []
    for target in schema.targets {
      columns.append(try table.column(named: target.column, role: "target").numbers(in: table))
    }
    values = order.rows.flatMap { row in columns.map { $0[row] } }
  }

  var hasValues: Bool { !values.isEmpty }

  func value(place: Int, target: Int) -> Double { values[place * width + target] }

  /// A place's time; nil without a time column.
  func moment(place: Int) -> Double? {
    switch time?.values {
    case .numbers(let values), .dates(let values): values[place]
    case .text, nil: nil
    }
  }

  /// Whether times are dates.
  var hasDates: Bool {
    if case .dates = time?.values { true } else { false }
  }

  /// Seconds from UTC to the local time of a place.
  func offset(place: Int) -> Double { time?.offset(row: place) ?? 0 }

  /// A time that is in no row, written as the column's are; `offset` is from UTC to its local time.
  func text(moment: Double, offset: Double) -> String { time?.text(moment: moment, offset: offset) ?? "" }

  func row(place: Int, sequence: Int) -> TargetRow {
    let file = order.files.isEmpty ? nil : order.files[order.origins[sequence]]
    let ends = sources.numbers(of: place)
    return TargetRow(
      file: file, sequence: order.values[sequence], first: ends?.first, last: ends?.last,
      time: time?.text(row: place))
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
