/// Reads a file of rows once, holding no more of it than a few megabytes and its columns.
struct TableScanner {
  let file: String
  let limits: ReadingLimits
  /// The names of the columns of a file that has none; a first record of other texts is then a row.
  let columnNames: [String]?

  func scan(_ reader: ByteReader) throws(DataError) -> ScannedTable {
    var stream = try RecordStream(reader, file: file)
    guard let first = try stream.next() else { throw DataError(.empty, file: file) }
    let header = Header(first)
    var columns = [ColumnCollector](repeating: ColumnCollector(), count: header.width)
    var lines: [Int] = []
    var isLastEmpty = true
    var chunk: FieldText? = first
    var start = 1
    while let text = chunk {
      let records = start..<text.records.count
      try checkWidths(text.records, records, header.width)
      for index in columns.indices { columns[index].add(text, records: records, index: index) }
      isLastEmpty = isLastEmpty && header.usual.map { text.isEmptyColumn($0 - 1, records) } ?? false
      lines.append(contentsOf: text.records.lines[records])
      try limits.checkValues(rows: lines.count, columns: header.width, file: file)
      start = 0
      chunk = try stream.next()
    }
    return try table(header, first, columns, lines, isLastEmpty: isLastEmpty, separator: stream.separator)
  }

  /// The first record and how many fields those below it have.
  private struct Header {
    let fields: [String]
    /// nil where there are no rows.
    let usual: Int?
    let width: Int

    init(_ text: FieldText) {
      fields = (0..<text.records.fieldCount(0)).map { text.text(text.records.field(0, $0)) }
      usual = text.records.usualFieldCount
      width = RowLayout(header: fields, usual: usual, lastIsEmpty: false).width
    }
  }

  private func checkWidths(_ records: Records, _ range: Range<Int>, _ width: Int) throws(DataError) {
    for record in range where records.fieldCount(record) != width {
      throw DataError(
        .raggedRow(fields: records.fieldCount(record), expected: width), file: file,
        line: records.lines[record])
    }
  }

  private func table(
    _ header: Header, _ first: FieldText, _ collectors: [ColumnCollector], _ lines: [Int], isLastEmpty: Bool,
    separator: Separator
  ) throws(DataError) -> ScannedTable {
    var layout = RowLayout(header: header.fields, usual: header.usual, lastIsEmpty: isLastEmpty)
    if columnNames == nil, let repeated = layout.repeatedName {
      throw DataError(.repeatedColumn, file: file, column: repeated)
    }
    var columns = scanned(layout, collectors)
    var isHeaderless = layout.headerLooksLikeRow(first, columns: columns.map(\.evidence))
    if let columnNames { isHeaderless = layout.names != columnNames.map(\.sanitized) }
    var lines = lines
    if isHeaderless {
      try checkWidths(first.records, 0..<1, header.width)
      layout.nameByNumber()
      columns = scanned(layout, collectors).map { column in
        var row = ColumnCollector()
        row.add(first, records: 0..<1, index: column.index)
        return column.preceded(by: row)
      }
      lines.insert(first.records.lines[0], at: 0)
    } else if lines.isEmpty {
      throw DataError(.headerOnly, file: file)
    }
    let warning = "no header line was found: the columns are called 'column 1' and so on"
    return ScannedTable(
      file: file.sanitized, separator: separator, isHeaderless: isHeaderless, skipped: layout.skipped,
      lines: lines,
      warnings: isHeaderless && columnNames == nil ? [warning] : [], columns: columns)
  }

  private func scanned(_ layout: RowLayout, _ collectors: [ColumnCollector]) -> [ScannedColumn] {
    layout.names.enumerated().map { index, name in
      let collector = collectors[index + layout.skipped]
      return ScannedColumn(
        name: name, index: index + layout.skipped, evidence: collector.evidence, collected: collector.values)
    }
  }
}

extension Records {
  /// The most frequent number of fields of the first rows below the first record.
  fileprivate var usualFieldCount: Int? {
    var counts: [Int: Int] = [:]
    for record in 1..<max(min(count, 101), 1) { counts[fieldCount(record), default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }
}

extension FieldText {
  fileprivate func isEmptyColumn(_ index: Int, _ range: Range<Int>) -> Bool {
    range.allSatisfy { record in
      guard index < records.fieldCount(record) else { return true }
      let field = records.field(record, index)
      return field.form == .plain && field.start == field.end
    }
  }
}
