import Text

/// Rows of fields with any usual separator. Scanning holds a few megabytes of the file at a time, and its columns.
struct TableFormat: DataFormat {
  let options: FormatOptions

  private var reading: ReadingOptions { options.sources.reading }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    .table(try table(of: file), again: file.reopened)
  }

  private func table(of opened: OpenFile) throws(DataError) -> ScannedTable {
    let file = opened.path
    var stream = try RecordStream(opened, options: reading)
    guard let first = try stream.next() else { throw DataError(.empty, file: file) }
    let header = Header(first)
    if options.space != nil, header.width > CacheSpace.columnLimit {
      throw DataError(
        .notFromCache(what: "reading more than \(CacheSpace.columnLimit) columns"), file: file)
    }
    let dates = DateParsers(reading)
    let texts = places(ofTextsIn: header)
    var columns = ColumnCollectors(
      (0..<header.width).map {
        ColumnCollector(dates: dates, isText: texts.contains($0), space: options.space)
      },
      plan: options.limits.plan)
    var lines = RowLines()
    var isLastEmpty = true
    var block: [FieldText]? = [first]
    var start = 1
    var held = 0
    while let pieces = block {
      for (number, text) in pieces.enumerated() {
        let records = (number == 0 ? start : 0)..<text.records.count
        try checkWidths(text, records, header.width, file)
        isLastEmpty = isLastEmpty && header.usual.map { text.isEmptyColumn($0 - 1, records) } ?? false
        lines.append(ascending: text.records.lines[records])
      }
      columns.add(pieces, from: start)
      try columns.check()
      try options.limits.checkValues(rows: lines.count, columns: header.width, file: file)
      held = lines.heldBytes + columns.heldBytes
      try opened.budget.check(bytes: held)
      if start == 1, let rows = rows(in: opened, after: first) {
        if let space = options.space {
          try space.expect(bytes: rows.saturatingProduct(columns.rowBytes))
        } else {
          columns.reserve(rows: min(rows, opened.budget.limit / 32 / max(header.width, 1)))
        }
      }
      start = 0
      block = try stream.nextPieces()
    }
    try opened.budget.hold(bytes: held)
    let scanned = try Scanned(
      first: first, collectors: columns.columns, lines: lines, isLastEmpty: isLastEmpty)
    return try table(header, scanned, stream.dialect, file)
  }

  /// For how many rows there should be room if all are as long as the first ones; nil where that is not known, or
  /// nothing follows. A file may claim any size.
  private func rows(in file: OpenFile, after first: FieldText) -> Int? {
    guard let size = file.size, size > first.bytes.count, first.records.count > 0 else { return nil }
    // A little more, since rows are not all of one length; memory that is not written to is not taken.
    let rows = 1.02 * Double(size) / Double(first.bytes.count) * Double(first.records.count)
    return Int(saturating: rows)
  }

  /// The places of the columns whose values are texts, as far as their names are known.
  private func places(ofTextsIn header: Header) -> Set<Int> {
    guard !options.texts.isEmpty else { return [] }
    let layout = RowLayout(header: header.fields, usual: header.usual, lastIsEmpty: false)
    let names = options.sources.columnNames ?? layout.names
    return Set(names.indices.filter { options.texts.contains(names[$0]) }.map { $0 + layout.skipped })
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

  /// What one pass over the rows gave.
  private struct Scanned {
    let first: FieldText
    private let fields: [(evidence: ColumnEvidence, collected: ScannedColumn.Collected)]
    var lines: RowLines
    let isLastEmpty: Bool

    init(
      first: FieldText, collectors: [ColumnCollector], lines: RowLines, isLastEmpty: Bool
    ) throws(DataError) {
      self.first = first
      self.lines = lines
      self.isLastEmpty = isLastEmpty
      var fields: [(evidence: ColumnEvidence, collected: ScannedColumn.Collected)] = []
      for collector in collectors { fields.append((collector.evidence, try collector.finished())) }
      self.fields = fields
    }

    func columns(_ layout: RowLayout) -> [ScannedColumn] {
      layout.names.enumerated().map { index, name in
        let field = fields[index + layout.skipped]
        return ScannedColumn(
          name: name, index: index + layout.skipped, evidence: field.evidence, collected: field.collected)
      }
    }
  }

  private func checkWidths(
    _ text: FieldText, _ range: Range<Int>, _ width: Int, _ file: String
  ) throws(DataError) {
    for record in range where text.records.fieldCount(record) != width {
      throw DataError(
        .raggedRow(
          fields: text.records.fieldCount(record), expected: width,
          other: text.separator(cutting: record, into: width)),
        file: file, line: text.records.lines[record])
    }
  }

  // MARK: - Names

  private func table(
    _ header: Header, _ scanned: Scanned, _ dialect: TableDialect, _ file: String
  ) throws(DataError) -> ScannedTable {
    var (dialect, scanned) = (dialect, scanned)
    var layout = RowLayout(header: header.fields, usual: header.usual, lastIsEmpty: scanned.isLastEmpty)
    var columns = scanned.columns(layout)
    dialect.isHeaderless = isHeaderless(layout, scanned.first, columns, dialect)
    var warnings: [String] = []
    if dialect.isHeaderless {
      try checkWidths(scanned.first, 0..<1, header.width, file)
      warnings += nameHeaderless(&layout, dialect)
      let dates = DateParsers(reading)
      columns = []
      for column in scanned.columns(layout) {
        var row = ColumnCollector(dates: dates, isText: options.texts.contains(column.name))
        row.add(scanned.first, records: 0..<1, index: column.index)
        columns.append(try column.preceded(by: row))
      }
      var lines: RowLines = [scanned.first.records.lines[0]]
      lines.append(scanned.lines)
      scanned.lines = lines
    } else if scanned.lines.isEmpty {
      throw DataError(.headerOnly, file: file)
    }
    let repeated = layout.renameRepeated()
    if !repeated.isEmpty {
      columns = zip(columns, layout.names).map { $0.renamed($1) }
      warnings.append(
        "several columns are called \(listed(repeated, limit: 3)): the later ones are renamed to"
          + " \(listed(layout.names.filter { name in repeated.contains { name.hasPrefix("\($0).") } }, limit: 3))"
      )
    }
    if dialect.encoding == .latin1, reading.encoding == nil {
      warnings.append("the text is not UTF-8 and is read as Latin-1; --encoding says otherwise")
    }
    return ScannedTable(
      file: file.sanitized, dialect: dialect, reading: reading, lines: scanned.lines, warnings: warnings,
      columns: columns)
  }

  private func isHeaderless(
    _ layout: RowLayout, _ first: FieldText, _ columns: [ScannedColumn], _ dialect: TableDialect
  ) -> Bool {
    if let hasHeader = reading.hasHeader { return !hasHeader }
    if let names = options.sources.columnNames { return layout.names != names.map(\.sanitized) }
    let decision = ReadingDecision(
      Dictionary(columns.map { ($0.name, $0.evidence) }, uniquingKeysWith: { first, _ in first }),
      options: reading, texts: [], isEuropean: dialect.isEuropean)
    let kinds = columns.map { decision.kind(of: $0.evidence) }
    return layout.headerLooksLikeRow(first, columns: columns.map(\.evidence), kinds: kinds)
  }

  /// Names the columns of a file without a header; returns what is told of it.
  private func nameHeaderless(_ layout: inout RowLayout, _ dialect: TableDialect) -> [String] {
    if options.sources.columnNames == nil, let names = dialect.commentedNames,
      names.count == layout.names.count
    {
      layout.name(names)
      return ["no header line was found: the columns are named after the comment above the rows"]
    }
    layout.nameByNumber()
    guard options.sources.columnNames == nil, reading.hasHeader == nil else { return [] }
    return [
      "no header line was found: the columns are called 'column 1' and so on; --header yes takes the first row for names"
    ]
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
  /// The separator that would cut a record into so many fields; nil where none would.
  fileprivate func separator(cutting record: Int, into width: Int) -> Separator? {
    guard width > 1, let start = bytesStart(of: record) else { return nil }
    let line = Array(bytes[start...].prefix { $0 != Ascii.lineFeed && $0 != Ascii.carriageReturn })
    return [Separator.comma, .semicolon, .tab, .pipe, .space].first { separator in
      var scanner = RecordScanner(bytes: line, from: 0, separator: separator)
      let records = scanner.scan(limit: 1)
      return records.count == 1 && records.fieldCount(0) == width
    }
  }

  private func bytesStart(of record: Int) -> Int? {
    guard records.fieldCount(record) > 0 else { return nil }
    let start = Int(records.field(record, 0).start)
    return start > 0 && bytes[start - 1] == Ascii.quote ? start - 1 : start
  }

  fileprivate func isEmptyColumn(_ index: Int, _ range: Range<Int>) -> Bool {
    range.allSatisfy { record in
      guard index < records.fieldCount(record) else { return true }
      let field = records.field(record, index)
      return field.form == .plain && field.start == field.end
    }
  }
}
