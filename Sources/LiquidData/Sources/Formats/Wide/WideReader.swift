/// Reads tables whose every row is a whole series, the class first: the older text format of the UCR archive.
struct WideReader {
  let limits: ReadingLimits
  /// The most series.
  let limit: Int?

  func read(_ bytes: [UInt8], file: String) throws(DataError) -> FileContents {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.count > start else { throw DataError(.empty, file: file) }
    guard !looksBinary(bytes) else { throw DataError(.binary, file: file) }
    let separator = Separator.detect(in: bytes, from: start)
    var scanner = RecordScanner(bytes: bytes, from: start, separator: separator)
    let records = scanner.scan(limit: limit ?? .max)
    guard records.count > 0 else { throw DataError(.empty, file: file) }
    let text = FieldText(
      bytes: bytes, records: records, numbers: NumberParser(acceptsDecimalComma: separator == .semicolon))

    var sequences: [Double] = []
    var values: [Double] = []
    var classes = TextCodes()
    var lines: [Int] = []
    for record in 0..<records.count {
      let series = try series(record, text, file: file)
      let label = records.field(record, 0)
      values += series
      sequences.append(contentsOf: repeatElement(Double(record + 1), count: series.count))
      lines.append(contentsOf: repeatElement(records.lines[record], count: series.count))
      classes.append(text.isMissing(label) ? nil : className(text.text(label)), times: series.count)
      try limits.checkValues(rows: lines.count, columns: 3, file: file)
    }
    return FileContents(
      file: file.sanitized,
      columns: [
        Table.Column(name: ColumnName.sequence, values: .numbers(sequences)),
        Table.Column(name: ColumnName.value, values: .numbers(values)),
        Table.Column(name: ColumnName.classes, values: classes.values),
      ],
      lines: lines, unnamed: [1], sequenceCount: records.count)
  }

  /// A row's values; missing ones at the end only fill up shorter series.
  private func series(_ record: Int, _ text: FieldText, file: String) throws(DataError) -> [Double] {
    let records = text.records
    var values: [Double] = []
    for index in 1..<max(records.fieldCount(record), 1) {
      let field = records.field(record, index)
      if let number = text.number(field) {
        values.append(number)
      } else if text.isMissing(field) {
        values.append(.nan)
      } else {
        throw DataError(
          .textAmongNumbers(text: text.text(field).displayed), file: file, line: records.lines[record])
      }
    }
    while values.last?.isNaN == true { values.removeLast() }
    guard !values.isEmpty else {
      throw DataError(
        .malformed(format: "a wide table", reason: "the row has no values behind its class"), file: file,
        line: records.lines[record])
    }
    return values
  }
}
