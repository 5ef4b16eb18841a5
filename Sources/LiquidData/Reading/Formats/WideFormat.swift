import Text

/// Tables in which each row is a whole series, the class first: the older text format of the UCR archive.
struct WideFormat: DataFormat {
  let options: FormatOptions

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    .columns(try columns(of: file))
  }

  private func columns(of opened: OpenFile) throws(DataError) -> FileColumns {
    let file = opened.path
    var stream = try RecordStream(opened, options: options.sources.reading)
    var sequences: [Double] = []
    var values: [Double] = []
    var classes = TextCodes()
    var lines: [Int] = []
    var count = 0
    let limit = options.sequenceLimit ?? .max
    while count < limit, let text = try stream.next() {
      let records = text.records
      for record in 0..<min(records.count, limit - count) {
        let series = try series(record, text, file: file)
        let label = records.field(record, 0)
        count += 1
        values += series
        sequences.append(contentsOf: repeatElement(Double(count), count: series.count))
        lines.append(contentsOf: repeatElement(records.lines[record], count: series.count))
        classes.append(text.isMissing(label) ? nil : className(text.text(label)), times: series.count)
      }
      try options.limits.checkValues(rows: lines.count, columns: 3, file: file)
      try opened.budget.check(bytes: 24 * lines.count + classes.heldBytes)
    }
    if count == 0 { throw DataError(.empty, file: file) }
    try opened.budget.hold(bytes: 24 * lines.count + classes.heldBytes)
    return FileColumns(
      file: file.sanitized,
      columns: [
        Table.Column(name: ColumnName.sequence, values: .numbers(sequences)),
        Table.Column(name: ColumnName.value, values: .numbers(values)),
        Table.Column(name: ColumnName.classes, values: classes.values),
      ],
      lines: lines, unnamed: [1], sequenceCount: count)
  }

  /// A row's values; missing ones at its end only pad a shorter series.
  private func series(_ record: Int, _ text: FieldText, file: String) throws(DataError) -> [Double] {
    let records = text.records
    var values: [Double] = []
    for index in 1..<max(records.fieldCount(record), 1) {
      let field = records.field(record, index)
      if let number = text.number(field) {
        values.append(number.value)
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
        .malformed(format: "a wide table", reason: "the row has no values after its class"), file: file,
        line: records.lines[record])
    }
    return values
  }
}
