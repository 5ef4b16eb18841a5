/// A file of rows that has been read once: how it is written, and the columns whose first values showed their kind.
struct ScannedTable {
  /// Safe to show.
  let file: String
  let dialect: TableDialect
  /// The line each row begins on.
  let lines: [Int]
  let warnings: [String]
  var columns: [ScannedColumn]

  /// The columns for which the file has to be read again to have these kinds.
  func columnsToReadAgain(_ kinds: [String: ColumnEvidence]) -> [Int] {
    columns.indices.filter { index in
      let column = columns[index]
      return kinds[column.name].map { column.values(as: $0.kind) == nil } ?? false
    }
  }

  /// The file's columns, once none has to be read again.
  ///
  /// - Parameter kinds: what all files together say about each column.
  func fileColumns(_ kinds: [String: ColumnEvidence]) -> FileColumns {
    var built = columns.map { column in
      let evidence = kinds[column.name] ?? column.evidence
      let isDuration = evidence.kind == .durations
      return Table.Column(
        name: column.name, values: column.values(as: evidence.kind) ?? .text(codes: [], levels: []),
        unit: isDuration ? "s" : nil, stray: evidence.kind == .text ? column.evidence.strayAmongNumbers : nil,
        missingWords: column.evidence.missingWords)
    }
    if dialect.isHeaderless { built = splitLabelledNumbers(built) }
    return FileColumns(
      file: file, columns: built, lines: lines, warnings: warnings,
      unnamed: dialect.isHeaderless ? Array(built.indices) : [])
  }

  /// Reads columns again, now that their kinds are known.
  mutating func readAgain(
    _ indices: [Int], _ kinds: [String: ColumnEvidence], from bytes: ByteStream
  ) throws(DataError) {
    var stream = try RecordStream(bytes, file: file, dialect: dialect)
    var readings = indices.map { index in
      KnownColumn(kind: kinds[columns[index].name]?.kind ?? .text, index: columns[index].index)
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
      start = 0
    }
    guard rows == lines.count else { throw DataError(.changedMeanwhile, file: file) }
    for (index, reading) in zip(indices, readings) { columns[index].collected = reading.collected }
  }
}

/// One column of a scanned table.
struct ScannedColumn {
  let name: String
  /// The field's place in a record.
  let index: Int
  let evidence: ColumnEvidence
  var collected: ColumnCollector.Collected

  /// The values as a kind; nil if the file has to be read again for that.
  func values(as kind: ColumnKind) -> Table.Column.Values? {
    switch (kind, collected) {
    case (.numbers, .numbers(let values)), (.durations, .durations(let values)): return .numbers(values)
    case (.dates(let order), .dates(let values, let own)) where order == own: return .dates(values)
    case (.text, .text(let codes)): return codes.values
    default: break
    }
    guard evidence.hasNoValues else { return nil }
    let missing = [Double](repeating: .nan, count: evidence.rows)
    switch kind {
    case .numbers, .durations: return .numbers(missing)
    case .dates: return .dates(missing)
    case .text: return .text(codes: [Int32](repeating: -1, count: evidence.rows), levels: [])
    }
  }

  /// The column with the field of the first record before its rows, for a file without a header.
  func preceded(by first: ColumnCollector) -> ScannedColumn {
    let joined: ColumnCollector.Collected =
      switch (first.values, collected) {
      case (.numbers(let a), .numbers(let b)): .numbers(a + b)
      case (.dates(let a, let order), .dates(let b, let other)) where order == other: .dates(a + b, order)
      case (.durations(let a), .durations(let b)): .durations(a + b)
      case (.text(let a), .text(let b)): .text(a.followed(by: b))
      default: .nothing
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

/// A column whose kind is known, while it is read.
private struct KnownColumn {
  let kind: ColumnKind
  /// The field's place in a record.
  let index: Int
  private var numbers: [Double] = []
  private var codes = TextCodes()

  init(kind: ColumnKind, index: Int) {
    self.kind = kind
    self.index = index
  }

  mutating func add(_ text: FieldText, _ field: FieldRange) {
    switch kind {
    case .numbers: numbers.append(text.number(field) ?? .nan)
    case .dates(let order): numbers.append(text.date(field, order) ?? .nan)
    case .durations: numbers.append(text.duration(field) ?? .nan)
    case .text: codes.append(text.isMissing(field) ? nil : text.text(field))
    }
  }

  var collected: ColumnCollector.Collected {
    switch kind {
    case .numbers: .numbers(numbers)
    case .dates(let order): .dates(numbers, order)
    case .durations: .durations(numbers)
    case .text: .text(codes)
    }
  }
}

/// Splits text columns of the form `label number` (`0.jpg -3.25`) in two and numbers the columns again: files without
/// a header that mix two separators have such columns.
private func splitLabelledNumbers(_ columns: [Table.Column]) -> [Table.Column] {
  var result: [Table.Column] = []
  for column in columns {
    for values in labelAndNumber(column) ?? [column.values] {
      result.append(Table.Column(name: "column \(result.count + 1)", values: values))
    }
  }
  return result
}

private func labelAndNumber(_ column: Table.Column) -> [Table.Column.Values]? {
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
  let columnCodes = codes.map { $0 < 0 ? -1 : labelCodes[Int($0)] }
  return [
    .text(codes: columnCodes, levels: names),
    .numbers(codes.map { $0 < 0 ? .nan : numbers[Int($0)] }),
  ]
}
