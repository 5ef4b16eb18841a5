import Text

/// Tables with one row per time and variable; each file is one sequence. `LongPivot` makes columns of the variables.
struct LongFormat: DataFormat {
  let options: FormatOptions

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    guard let columns = options.sources.long else {
      throw DataError(
        .badSources(reason: "a long table needs the names of its columns of times, variables and values"),
        file: file.path)
    }
    return .long(try read(file, columns))
  }

  private func read(_ opened: OpenFile, _ columns: DataSources.LongColumns) throws(DataError) -> LongFile {
    let file = opened.path
    var stream = try RecordStream(opened, options: options.sources.reading)
    guard let first = try stream.next() else { throw DataError(.empty, file: file) }
    let names = (0..<first.records.fieldCount(0)).map { first.text(first.records.field(0, $0)).trimmed }
    var rows = Rows(
      file: file, width: names.count,
      time: try place(of: columns.time, "time", names, file),
      variable: try place(of: columns.variable, "variable", names, file),
      value: try place(of: columns.value, "value", names, file))
    var chunk: FieldText? = first
    var start = 1
    while let text = chunk {
      for record in start..<text.records.count { try rows.read(record, in: text) }
      try opened.budget.check(bytes: rows.heldBytes)
      start = 0
      chunk = try stream.next()
    }
    guard !rows.isEmpty else { throw DataError(.headerOnly, file: file) }
    try opened.budget.hold(bytes: rows.heldBytes)
    return rows.pivoted(stem: opened.stem, budget: opened.budget)
  }

  private func place(
    of name: String, _ role: String, _ names: [String], _ file: String
  ) throws(DataError) -> Int {
    if let index = names.firstIndex(of: name) { return index }
    throw DataError(
      .unknownColumn(
        role: role, suggestions: EditDistance.suggestions(for: name, among: names), known: names), file: file,
      column: name)
  }

  /// The rows read so far.
  private struct Rows {
    let file: String
    let width: Int
    let time: Int
    let variable: Int
    let value: Int

    private var kind: LongTime?
    private var readings: [(time: Double, variable: Int32, value: Double, line: Int)] = []
    private var variables = TextCodes()

    init(file: String, width: Int, time: Int, variable: Int, value: Int) {
      self.file = file
      self.width = width
      self.time = time
      self.variable = variable
      self.value = value
    }

    var isEmpty: Bool { readings.isEmpty }

    /// An estimate; see `MemoryBudget`.
    var heldBytes: Int { 32 * readings.count + variables.heldBytes }

    mutating func read(_ record: Int, in text: FieldText) throws(DataError) {
      let records = text.records
      let line = records.lines[record]
      guard records.fieldCount(record) == width else {
        throw DataError(
          .raggedRow(fields: records.fieldCount(record), expected: width), file: file, line: line)
      }
      let (timeField, valueField) = (records.field(record, time), records.field(record, value))
      guard let (kind, seconds) = LongTime.read(timeField, text) else {
        let problem: DataError.Problem =
          text.isMissing(timeField)
          ? .missingValue(role: "time") : .notTime(text: text.text(timeField).displayed)
        throw DataError(problem, file: file, line: line)
      }
      if let first = self.kind, first != kind {
        throw DataError(.notTime(text: text.text(timeField).displayed), file: file, line: line)
      }
      self.kind = kind
      guard let number = text.number(valueField)?.value ?? (text.isMissing(valueField) ? .nan : nil) else {
        throw DataError(.textAmongNumbers(text: text.text(valueField).displayed), file: file, line: line)
      }
      let nameField = records.field(record, variable)
      // Only an empty name is missing: Na is sodium.
      let name = text.text(nameField).trimmed
      guard !name.isEmpty else {
        throw DataError(.missingValue(role: "variable"), file: file, line: line)
      }
      readings.append((seconds, variables.code(of: name.sanitized), number, line))
    }

    func pivoted(stem: String, budget: MemoryBudget) -> LongFile {
      // Equal times keep the order of the file, so that the last value wins.
      let order = readings.indices.sorted { (readings[$0].time, $0) < (readings[$1].time, $1) }
      var times: [Double] = []
      var lines: [Int] = []
      var cells: [LongFile.Cell] = []
      for index in order {
        let reading = readings[index]
        if times.last != reading.time {
          times.append(reading.time)
          lines.append(reading.line)
        }
        cells.append(
          LongFile.Cell(row: Int32(times.count - 1), variable: reading.variable, value: reading.value))
      }
      return LongFile(
        file: file, stem: stem, timeKind: kind ?? .number, times: times, lines: lines,
        variables: variables.levels, cells: cells, budget: budget)
    }
  }
}

/// One file of a long table.
struct LongFile {
  let file: String
  /// The name of the sequence, unless another file has it too.
  let stem: String
  let timeKind: LongTime
  /// Ascending and distinct.
  let times: [Double]
  /// The line on which each time first appears.
  let lines: [Int]
  /// In order of appearance.
  let variables: [String]
  /// The last value of each variable at each time.
  let cells: [Cell]
  /// What its rows and columns are held against.
  let budget: MemoryBudget

  struct Cell {
    let row: Int32
    let variable: Int32
    let value: Double
  }
}

/// How the times of a long table are written.
enum LongTime {
  case number
  /// Seconds, written as hours, minutes and perhaps seconds.
  case duration
  /// Seconds since 1970.
  case date

  /// The kind and the value of a field's time; nil if it is not a time.
  static func read(_ field: FieldRange, _ text: FieldText) -> (kind: LongTime, value: Double)? {
    let found: (LongTime, Double)? =
      if let number = text.number(field) {
        (.number, number.value)
      } else if let duration = text.duration(field) {
        (.duration, duration)
      } else {
        text.date(field, DateParser(order: .dayFirst)).map { (.date, $0.instant) }
      }
    return found.flatMap { $0.1.isFinite ? $0 : nil }
  }
}
