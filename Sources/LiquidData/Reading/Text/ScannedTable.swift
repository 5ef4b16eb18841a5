/// A file of rows that has been read once: how it is written, and the columns whose first values showed their kind.
struct ScannedTable {
  /// Safe to show.
  let file: String
  let dialect: TableDialect
  let reading: ReadingOptions
  /// The line each row begins on.
  private(set) var lines: RowLines
  let warnings: [String]
  var columns: [ScannedColumn]

  /// The same with other numbers for the lines, where the rows were made from those of another file.
  func with(lines: RowLines) -> ScannedTable {
    precondition(lines.count == self.lines.count, "\(lines.count) lines for \(self.lines.count) rows")
    var table = self
    table.lines = lines
    return table
  }

  /// The columns for which the file has to be read again to have these kinds.
  func columnsToReadAgain(_ decision: ReadingDecision) -> [Int] {
    columns.indices.filter { index in
      columns[index].values(as: decision.kind(of: columns[index].name), dialect: dialect) == nil
    }
  }

  /// The file's columns, once none has to be read again.
  ///
  /// - Parameter clock: that of the zone of dates without one; nil: UTC.
  func fileColumns(_ decision: ReadingDecision, clock: ZoneClock?) throws(DataError) -> FileColumns {
    var built: [Table.Column] = []
    for column in columns {
      let kind = decision.kind(of: column.name)
      let values = try column.values(as: kind, dialect: dialect)?.resolved(in: clock)
      built.append(
        Table.Column(
          name: column.name, values: values?.values ?? .text(codes: [], levels: []),
          unit: kind == .durations ? "s" : nil,
          stray: kind == .text ? column.evidence.strayAmongNumbers : nil,
          offsets: values?.offsets, missingWords: column.evidence.missingWords))
    }
    let isUnnamed = dialect.isHeaderless && columns.allSatisfy { $0.name.hasPrefix("column ") }
    if isUnnamed { built = try splitLabelledNumbers(built) }
    return FileColumns(
      file: file, columns: built, lines: lines, warnings: warnings,
      unnamed: isUnnamed ? Array(built.indices) : [])
  }

  /// Reads columns again, now that their kinds are known.
  ///
  /// - Parameter space: where their values are written; nil: in memory.
  mutating func readAgain(
    _ indices: [Int], _ decision: ReadingDecision, from opened: OpenFile, to space: CacheSpace?
  ) throws(DataError) {
    var stream = try RecordStream(opened, options: reading, dialect: dialect)
    var readings = indices.map { index in
      KnownColumn(kind: decision.kind(of: columns[index].name), index: columns[index].index, space: space)
    }
    var start = dialect.isHeaderless ? 0 : 1
    var rows = 0
    while let text = try stream.next() {
      for place in readings.indices {
        for record in start..<text.records.count {
          guard readings[place].index < text.records.fieldCount(record) else {
            throw DataError(.changedMeanwhile, file: file, line: text.records.lines[record])
          }
          readings[place].add(text, text.records.field(record, readings[place].index))
        }
      }
      rows += text.records.count - start
      try opened.budget.check(bytes: readings.reduce(0) { $0 + $1.heldBytes })
      start = 0
    }
    guard rows == lines.count else { throw DataError(.changedMeanwhile, file: file) }
    for (index, reading) in zip(indices, readings) { columns[index].again = try reading.finished() }
  }
}

extension ScannedTable {
  /// The fields of some columns as they stand in the file, without quotes: a list for each column.
  func texts(of indices: [Int], from opened: OpenFile) throws(DataError) -> [[String]] {
    var stream = try RecordStream(opened, options: reading, dialect: dialect)
    var texts = [[String]](repeating: [], count: indices.count)
    for place in texts.indices { texts[place].reserveCapacity(lines.count) }
    var start = dialect.isHeaderless ? 0 : 1
    while let text = try stream.next() {
      for record in start..<text.records.count {
        for (place, index) in indices.enumerated() {
          guard index < text.records.fieldCount(record) else {
            throw DataError(.changedMeanwhile, file: file, line: text.records.lines[record])
          }
          texts[place].append(text.text(text.records.field(record, index)))
        }
      }
      start = 0
    }
    guard texts.allSatisfy({ $0.count == lines.count }) else {
      throw DataError(.changedMeanwhile, file: file)
    }
    return texts
  }
}

/// One column of a scanned table.
struct ScannedColumn {
  let name: String
  /// The field's place in a record.
  let index: Int
  let evidence: ColumnEvidence
  let collected: Collected
  /// The values, where they were read again as the kind that they turned out to have.
  var again: ReadValues?

  /// The values as a `ColumnCollector` read them.
  enum Collected {
    case numbers(Stored<Double>)
    case dates(WrittenDates, ReadingOptions.DateOrder)
    case durations(Stored<Double>)
    case text(codes: Stored<Int32>, levels: [String])
    /// The column has to be read again.
    case nothing
  }

  /// The values as a kind; nil if the file has to be read again for that.
  func values(as kind: ColumnKind, dialect: TableDialect) -> ReadValues? {
    if let again { return again }
    switch (kind, collected) {
    case (.numbers(let marks), .numbers(let values)):
      let isSame = evidence.marks == .everything || marks.decimal == dialect.marks.decimal
      if evidence.unreadNumbers == 0, isSame { return .numbers(values) }
    case (.durations, .durations(let values)): return .numbers(values)
    case (.dates(let parser), .dates(let values, let own)):
      if own == parser.order || evidence.orderedDate == nil { return .dates(values) }
    case (.text, .text(let codes, let levels)): return .text(codes: codes, levels: levels)
    default: break
    }
    guard evidence.hasNoValues else { return nil }
    switch kind {
    case .numbers, .durations: return .numbers(Stored([Double](repeating: .nan, count: evidence.rows)))
    case .dates: return try? .dates(DateValues(missing: evidence.rows).finished())
    case .text: return .text(codes: Stored([Int32](repeating: -1, count: evidence.rows)), levels: [])
    }
  }

  func renamed(_ name: String) -> ScannedColumn {
    ScannedColumn(name: name, index: index, evidence: evidence, collected: collected)
  }

  /// The column with the field of the first record before its rows, for a file without a header.
  func preceded(by first: ColumnCollector) throws(DataError) -> ScannedColumn {
    let joined: Collected
    switch (try first.finished(), collected) {
    case (.numbers(let a), .numbers(let b)): joined = .numbers(try .joining([a, b]))
    case (.dates(let a, let order), .dates(let b, let other)) where order == other:
      joined = .dates(try a.followed(by: b), order)
    case (.durations(let a), .durations(let b)): joined = .durations(try .joining([a, b]))
    case (.text(let a, let own), .text(let b, let levels)):
      var all = TextCodes(in: b.space)
      all.append(a, levels: own)
      all.append(b, levels: levels)
      let (codes, known) = try all.finished()
      joined = .text(codes: codes, levels: known)
    default: joined = .nothing
    }
    return ScannedColumn(
      name: name, index: index, evidence: first.evidence.followed(by: evidence), collected: joined)
  }
}

extension ColumnEvidence {
  /// What several files together say about the columns they share.
  static func merged(_ tables: [ScannedTable]) -> [String: ColumnEvidence] {
    var merged: [String: ColumnEvidence] = [:]
    for column in tables.lazy.flatMap(\.columns) {
      merged[column.name] = merged[column.name]?.followed(by: column.evidence) ?? column.evidence
    }
    return merged
  }
}

/// A column's values as they are read from one file.
enum ReadValues {
  case numbers(Stored<Double>)
  case dates(WrittenDates)
  case text(codes: Stored<Int32>, levels: [String])

  /// - Parameter clock: that of the zone of dates without one; nil: UTC.
  func resolved(
    in clock: ZoneClock?
  ) throws(DataError) -> (values: Table.Column.Values, offsets: Stored<Int32>?) {
    switch self {
    case .numbers(let numbers): return (.numbers(numbers), nil)
    case .text(let codes, let levels): return (.text(codes: codes, levels: levels), nil)
    case .dates(let dates):
      let (instants, offsets) = try dates.resolved(in: clock)
      return (.dates(instants), offsets)
    }
  }
}

/// A column whose kind is known, while it is read.
private struct KnownColumn {
  /// The field's place in a record.
  let index: Int
  private let kind: ColumnKind
  private var values: Values

  private enum Values {
    case numbers(StoredBuilder<Double>)
    case dates(DateValues)
    case text(TextCodes)
    case none
  }

  init(kind: ColumnKind, index: Int, space: CacheSpace?) {
    self.kind = kind
    self.index = index
    values =
      switch kind {
      case .numbers, .durations: .numbers(StoredBuilder(in: space))
      case .dates: .dates(DateValues(in: space))
      case .text: .text(TextCodes(in: space))
      }
  }

  func finished() throws(DataError) -> ReadValues {
    switch values {
    case .numbers(let numbers): return .numbers(try numbers.finished())
    case .dates(let dates): return .dates(try dates.finished())
    case .text(let codes):
      let (codes, levels) = try codes.finished()
      return .text(codes: codes, levels: levels)
    case .none: return .numbers([])
    }
  }

  mutating func add(_ text: FieldText, _ field: FieldRange) {
    switch (kind, values) {
    case (.numbers(let marks), .numbers(var numbers)):
      values = .none
      numbers.append(text.number(field, marks) ?? .nan)
      values = .numbers(numbers)
    case (.durations, .numbers(var numbers)):
      values = .none
      numbers.append(text.duration(field) ?? .nan)
      values = .numbers(numbers)
    case (.dates(let parser), .dates(var dates)):
      values = .none
      dates.append(text.date(field, parser))
      values = .dates(dates)
    case (.text, .text(var codes)):
      values = .none
      codes.append(text.isMissing(field) ? nil : text.text(field))
      values = .text(codes)
    default: preconditionFailure("a column of \(kind) that holds other values")
    }
  }

  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int {
    switch values {
    case .numbers(let numbers): numbers.heldBytes
    case .dates(let dates): dates.heldBytes
    case .text(let codes): codes.heldBytes
    case .none: 0
    }
  }
}

/// Splits text columns of the form `label number` (`0.jpg -3.25`) in two and numbers the columns again: files without
/// a header that mix two separators have such columns.
private func splitLabelledNumbers(_ columns: [Table.Column]) throws(DataError) -> [Table.Column] {
  var result: [Table.Column] = []
  for column in columns {
    for values in try labelAndNumber(column) ?? [column.values] {
      result.append(Table.Column(name: "column \(result.count + 1)", values: values))
    }
  }
  return result
}

private func labelAndNumber(_ column: Table.Column) throws(DataError) -> [Table.Column.Values]? {
  guard case .text(let codes, let levels) = column.values, !levels.isEmpty else { return nil }
  var labels: [String] = []
  var numbers: [Double] = []
  for level in levels {
    let words = level.split(separator: " ")
    guard words.count == 2, let number = Double(words[1]), number.isFinite else { return nil }
    labels.append(String(words[0]))
    numbers.append(number)
  }
  var distinct: [String: Int32] = [:]
  var names: [String] = []
  let labelCodes = labels.map { label -> Int32 in
    if let code = distinct[label] { return code }
    let code = Int32(names.count)
    distinct[label] = code
    names.append(label)
    return code
  }
  let columnCodes = try codes.converted { $0 < 0 ? -1 : labelCodes[Int($0)] }
  return [
    .text(codes: columnCodes, levels: names),
    .numbers(try codes.converted { $0 < 0 ? .nan : numbers[Int($0)] }),
  ]
}
