import Text

/// Tables with one row per time and variable; each file is one sequence. `LongPivot` makes columns of the variables.
struct LongFormat: DataFormat {
  let options: FormatOptions

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    let bytes = try options.bytes(of: file)
    guard let columns = options.sources.long else {
      throw DataError(
        .badSources(reason: "a long table needs the names of its columns of times, variables and values"),
        file: file.path)
    }
    return .long(try read(bytes, columns, file: file.path, stem: file.stem))
  }

  private func read(
    _ bytes: [UInt8], _ columns: DataSources.LongColumns, file: String, stem: String
  ) throws(DataError) -> LongFile {
    let text = try FieldText(file: bytes, name: file, options: options.sources.reading)
    let records = text.records
    if let line = records.unclosedQuote { throw DataError(.unclosedQuote, file: file, line: line) }
    guard records.count > 1 else { throw DataError(.headerOnly, file: file) }
    let names = (0..<records.fieldCount(0)).map { text.text(records.field(0, $0)).trimmed }
    var rows = Rows(
      text: text, file: file, width: names.count,
      time: try place(of: columns.time, "time", names, file),
      variable: try place(of: columns.variable, "variable", names, file),
      value: try place(of: columns.value, "value", names, file))
    for record in 1..<records.count { try rows.read(record) }
    return rows.pivoted(stem: stem)
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
    let text: FieldText
    let file: String
    let width: Int
    let time: Int
    let variable: Int
    let value: Int

    private var kind: LongTime?
    private var readings: [(time: Double, variable: Int32, value: Double, line: Int)] = []
    private var variables = TextCodes()

    init(text: FieldText, file: String, width: Int, time: Int, variable: Int, value: Int) {
      self.text = text
      self.file = file
      self.width = width
      self.time = time
      self.variable = variable
      self.value = value
    }

    mutating func read(_ record: Int) throws(DataError) {
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

    func pivoted(stem: String) -> LongFile {
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
        variables: variables.levels, cells: cells)
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
