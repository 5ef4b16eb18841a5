/// Finds the times in a row: its own, and those of rows ahead that are known in advance.
struct RowTimes {
  private let time: DataSchema.Time?
  private let markers: Set<Double>
  private let fields: FieldReader

  init(_ schema: DataSchema, fields: FieldReader) {
    time = schema.time
    markers = schema.time.map { schema.markers(of: $0.column) } ?? []
    self.fields = fields
  }

  /// The time of a row; nil where the row or the data have none.
  ///
  /// - Parameter previous: the time of the row before.
  func own(
    in row: [String: InputValue], after previous: Double?
  ) throws(PredictorError) -> FieldReader.Moment? {
    guard let time else { return nil }
    if let value = row[time.column] { return try read(value, named: time.column, time, after: previous) }
    guard time.isDate, let parts = TimeParts(time.column) else { return nil }
    let values = parts.columns.map { (name: $0.name, value: row[$0.name]) }
    guard values.contains(where: { $0.value != nil }) else { return nil }
    var known: [(name: String, value: InputValue)] = []
    for (name, value) in values {
      guard let value else { throw .missingInput(name: name, suggestions: []) }
      known.append((name, value))
    }
    guard let moment = fields.moment(known, as: time.column, after: previous) else {
      throw .notADate(column: time.column, text: known.map { $0.value.shown }.joined(separator: " "))
    }
    guard !moment.instant.isNaN else { throw .missingValue(column: time.column) }
    return moment
  }

  /// The time of the row so many rows ahead.
  func ahead(_ rows: Int, in row: [String: InputValue]) throws(PredictorError) -> FieldReader.Moment {
    let name = DataSchema.name(time?.column ?? "", ahead: rows)
    guard let time, let value = row[name] else { throw .missingInput(name: name, suggestions: []) }
    return try read(value, named: name, time, after: nil)
  }

  /// The local time at a moment that was counted on to.
  func moment(at instant: Double, like last: FieldReader.Moment?) -> FieldReader.Moment {
    let known = fields.moment(seconds: instant)
    return known.offset == 0 ? .init(instant: instant, offset: last?.offset ?? 0) : known
  }

  private func read(
    _ value: InputValue, named name: String, _ time: DataSchema.Time, after previous: Double?
  ) throws(PredictorError) -> FieldReader.Moment {
    let moment =
      time.isDate
      ? try fields.date(value, column: name, after: previous)
      : .init(instant: try fields.number(value, column: name))
    guard !moment.instant.isNaN, time.isDate || !markers.contains(moment.instant) else {
      throw .missingValue(column: name)
    }
    return moment
  }

  /// - Throws: where a key is the time column's name but for case and marks, so that the time would be overlooked.
  func checkSpelling(of keys: some Sequence<String>) throws(PredictorError) {
    guard let time else { return }
    let name = Self.letters(time.column)
    for key in keys where Self.letters(key) == name {
      throw .misspelledTime(key: key, column: time.column)
    }
  }

  private static func letters(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

extension InputValue {
  /// As an error shows it.
  fileprivate var shown: String {
    switch self {
    case .number(let number): categoryName(number)
    case .text(let text): text
    case .missing: ""
    }
  }
}
