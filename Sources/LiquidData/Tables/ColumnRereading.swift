extension ScannedTable {
  /// Reads some columns once more, now that their kinds are known.
  mutating func readAgain(
    _ indices: [Int], _ kinds: [String: ColumnEvidence], from reader: ByteReader
  ) throws(DataError) {
    var stream = try RecordStream(reader, file: file, separator: separator)
    var readings = indices.map { index in
      KnownColumn(kind: kinds[columns[index].name]?.kind ?? .text, index: columns[index].index)
    }
    var start = isHeaderless ? 0 : 1
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

/// A column's values as they are read when the kind is known.
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
