import Text

/// Rows of fields with any usual separator. Scanning holds a few megabytes of the file at a time, and its columns.
struct TableFormat: DataFormat {
  let options: FormatOptions

  /// The names of the columns of a file that has none; a first record of other texts is then a row.
  private var columnNames: [String]? { options.sources.columnNames }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    .table(try table(of: file), again: file.reopened)
  }

  private func table(of opened: OpenFile) throws(DataError) -> ScannedTable {
    let file = opened.path
    var stream = try RecordStream(opened)
    guard let first = try stream.next() else { throw DataError(.empty, file: file) }
    let header = Header(first)
    var columns = [ColumnCollector](repeating: ColumnCollector(), count: header.width)
    var lines: [Int] = []
    var isLastEmpty = true
    var chunk: FieldText? = first
    var start = 1
    var held = 0
    while let text = chunk {
      let records = start..<text.records.count
      try checkWidths(text.records, records, header.width, file)
      for index in columns.indices { columns[index].add(text, records: records, index: index) }
      isLastEmpty = isLastEmpty && header.usual.map { text.isEmptyColumn($0 - 1, records) } ?? false
      lines.append(contentsOf: text.records.lines[records])
      try options.limits.checkValues(rows: lines.count, columns: header.width, file: file)
      held = columns.reduce(8 * lines.count) { $0 + MemoryBudget.columnBytes + $1.heldBytes }
      try opened.budget.check(bytes: held)
      start = 0
      chunk = try stream.next()
    }
    try opened.budget.hold(bytes: held)
    return try table(header, first, columns, lines, isLastEmpty: isLastEmpty, stream.dialect, file)
  }

  /// The first record, and the number of fields of those below it.
  private struct Header {
    let fields: [String]
    /// The most frequent number of fields of the first rows; nil if there are no rows.
    let usual: Int?
    let width: Int

    init(_ text: FieldText) {
      fields = (0..<text.records.fieldCount(0)).map { text.text(text.records.field(0, $0)) }
      usual = text.records.usualFieldCount
      width = RowLayout(header: fields, usual: usual, lastIsEmpty: false).width
    }
  }

  private func checkWidths(
    _ records: Records, _ range: Range<Int>, _ width: Int, _ file: String
  ) throws(DataError) {
    for record in range where records.fieldCount(record) != width {
      throw DataError(
        .raggedRow(fields: records.fieldCount(record), expected: width), file: file,
        line: records.lines[record])
    }
  }

  private func table(
    _ header: Header, _ first: FieldText, _ collectors: [ColumnCollector], _ lines: [Int], isLastEmpty: Bool,
    _ dialect: TableDialect, _ file: String
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
      try checkWidths(first.records, 0..<1, header.width, file)
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
    var dialect = dialect
    dialect.isHeaderless = isHeaderless
    return ScannedTable(
      file: file.sanitized, dialect: dialect, lines: lines,
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
  /// The most frequent number of fields of the hundred records below the first; nil if there are none.
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
