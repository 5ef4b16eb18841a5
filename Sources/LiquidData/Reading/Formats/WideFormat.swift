import Text

/// Tables in which each row is a whole series with its class in the first or the last column: the older text format of the
/// UCR archive has it in the first.
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
    var form: WideForm?
    let limit = options.sequenceLimit ?? .max
    while count < limit, let text = try stream.next() {
      let isFirst = form == nil
      let known = form ?? WideForm(text, options.sources.reading)
      form = known
      let records = text.records
      for record in (isFirst && known.hasHeader ? 1 : 0)..<records.count {
        if count == limit { break }
        let series = try series(record, text, known, file: file)
        count += 1
        values += series
        sequences.append(contentsOf: repeatElement(Double(count), count: series.count))
        lines.append(contentsOf: repeatElement(records.lines[record], count: series.count))
        if let label = known.label(of: record, records) {
          classes.append(text.isMissing(label) ? nil : className(text.text(label)), times: series.count)
        }
      }
      try options.limits.checkValues(rows: lines.count, columns: 3, file: file)
      try opened.budget.check(bytes: 24 * lines.count + classes.heldBytes)
    }
    if count == 0 { throw DataError(form == nil ? .empty : .headerOnly, file: file) }
    try opened.budget.hold(bytes: 24 * lines.count + classes.heldBytes)
    var columns = [
      Table.Column(name: ColumnName.sequence, values: .numbers(sequences)),
      Table.Column(name: ColumnName.value, values: .numbers(values)),
    ]
    let hasClasses = form?.place != ReadingOptions.LabelColumn.none
    if hasClasses { columns.append(Table.Column(name: ColumnName.classes, values: classes.values)) }
    return FileColumns(
      file: file.sanitized, columns: columns, lines: RowLines(lines),
      warnings: [form?.note].compactMap(\.self),
      unnamed: [1], sequenceCount: count,
      stated: StatedRoles(
        sequence: ColumnName.sequence, target: hasClasses ? ColumnName.classes : nil,
        isOnePerSequence: hasClasses))
  }

  /// A row's values; missing ones at its end only pad a shorter series.
  private func series(
    _ record: Int, _ text: FieldText, _ form: WideForm, file: String
  ) throws(DataError) -> [Double] {
    let records = text.records
    var values: [Double] = []
    for index in form.values(of: record, records) {
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
        .malformed(format: "a wide table", reason: "the row has no values beside its class"), file: file,
        line: records.lines[record])
    }
    return values
  }
}

/// Where a wide table has its classes, as told or as its first rows show.
private struct WideForm {
  let place: ReadingOptions.LabelColumn
  let hasHeader: Bool
  /// What is told of the choice; nil where there was none.
  let note: String?

  init(_ text: FieldText, _ options: ReadingOptions) {
    hasHeader = options.hasHeader ?? Self.looksLikeHeader(text)
    let rows = (hasHeader ? 1 : 0)..<min(text.records.count, 1000)
    if let told = options.labelColumn {
      (place, note) = (told, nil)
      return
    }
    let first = Evidence(text, rows) { _ in 0 }
    let last = Evidence(text, rows) { text.records.fieldCount($0) - 1 }
    let names =
      hasHeader ? [0, text.records.fieldCount(0) - 1].map { text.text(text.records.field(0, $0)) } : []
    let isNamedLast =
      names.count == 2 && ColumnNames.has(names[1], wordOf: ColumnNames.targets)
      && !ColumnNames.has(names[0], wordOf: ColumnNames.targets)
    if isNamedLast || last.hasText && !first.hasText {
      (place, note) = (.last, nil)
    } else if first.hasText || first.looksLikeClasses && !last.looksLikeClasses {
      (place, note) = (.first, nil)
    } else if last.looksLikeClasses, !first.looksLikeClasses {
      place = .last
      note =
        "the class of each row is taken from the last column; --label-column first takes it from the first"
    } else {
      place = .first
      note =
        names.contains { ColumnNames.has($0, wordOf: ColumnNames.targets) }
        ? nil
        : "the class of each row is taken from the first column; --label-column last takes it from the last, none leaves"
          + " it out"
    }
  }

  /// The fields of a record that are values.
  func values(of record: Int, _ records: Records) -> Range<Int> {
    let count = records.fieldCount(record)
    switch place {
    case .first: return 1..<max(count, 1)
    case .last: return 0..<max(count - 1, 0)
    case .none: return 0..<count
    }
  }

  func label(of record: Int, _ records: Records) -> FieldRange? {
    let count = records.fieldCount(record)
    guard count > 0, place != .none else { return nil }
    return records.field(record, place == .first ? 0 : count - 1)
  }

  /// Whether the values of the first record are names and those of the second are not.
  private static func looksLikeHeader(_ text: FieldText) -> Bool {
    guard text.records.count > 1 else { return false }
    func areNumbers(_ record: Int) -> Bool {
      let fields = text.records.fieldCount(record)
      return fields > 2
        && (1..<fields - 1).allSatisfy { index in
          let field = text.records.field(record, index)
          return text.number(field) != nil || text.isMissing(field)
        }
    }
    return !areNumbers(0) && areNumbers(1)
  }

  /// What the fields of one column are like.
  private struct Evidence {
    private(set) var hasText = false
    private var isWhole = true
    private var distinct: Set<Double> = []
    private var count = 0

    init(_ text: FieldText, _ rows: Range<Int>, _ place: (Int) -> Int) {
      for record in rows where text.records.fieldCount(record) > 1 {
        let field = text.records.field(record, place(record))
        if let number = text.number(field)?.value {
          isWhole = isWhole && number == number.rounded()
          distinct.insert(number)
          count += 1
        } else if !text.isMissing(field) {
          hasText = true
        } else {
          // Missing values pad shorter rows; a class is there.
          isWhole = false
        }
      }
    }

    /// Few whole numbers that come again.
    var looksLikeClasses: Bool { isWhole && count > 0 && distinct.count <= max(2, min(count / 2, 64)) }
  }
}
