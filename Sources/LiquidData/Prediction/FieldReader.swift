/// Reads single values as the reader of files reads a column's fields, by the options of the training.
package struct FieldReader {
  private let missing: MissingWords
  /// In the order in which they are tried.
  private let numbers: [NumberParser]
  /// In the order in which they are tried.
  private let dates: [DateParser]
  /// That of dates with AM and PM where nothing says which of day and month comes first.
  private let halfDayDates: DateParser?
  private let hasDateFormat: Bool
  private let clock: ZoneClock?

  package init(_ options: ReadingOptions, file: String) throws(DataError) {
    missing = MissingWords(options.missingWords)
    let decimal = options.decimal ?? options.likelyDecimal ?? .point
    let marks = NumberMarks.all.filter { $0.fit(options) }
    numbers = (marks.filter { $0.decimal == decimal } + marks.filter { $0.decimal != decimal })
      .map { NumberParser(marks: $0) }
    let format = options.dateFormat.map { DateFormat($0) }
    hasDateFormat = format != nil
    let known = options.dateOrder ?? options.likelyDateOrder
    let orders = options.dateOrder == nil ? [known, .dayFirst, .monthFirst] : [known]
    dates = orders.compactMap(\.self).map { DateParser(order: $0, format: format) }
    halfDayDates = known == nil ? DateParser(order: .monthFirst, format: format) : nil
    clock = try options.timeZone.map { name throws(DataError) in
      guard let clock = ZoneClock(name: name) else { throw DataError(.unknownZone(name: name), file: file) }
      return clock
    }
  }

  func isMissing(_ text: String) -> Bool {
    let bytes = Array(text.trimmed.utf8)
    return missing.has(bytes, bytes.indices)
  }

  /// A number, with its marks and unit, or a length of time in seconds; NaN where it is missing, nil for anything else.
  func number(_ text: String) -> Double? {
    let bytes = Array(text.trimmed.utf8)
    for parser in numbers {
      if let number = parser.parse(bytes, 0, bytes.count) { return number }
    }
    if missing.has(bytes, bytes.indices) { return .nan }
    return parseDuration(bytes, 0, bytes.count)
  }

  /// A date: the instant in seconds since 1970 UTC, and the seconds from UTC to its local time.
  package struct Moment: Sendable, Hashable, Codable {
    package var instant: Double
    var offset = 0.0
  }

  /// A moment that is told in seconds since 1970.
  func moment(seconds: Double) -> Moment {
    guard var clock, !seconds.isNaN else { return Moment(instant: seconds) }
    return Moment(instant: seconds, offset: Double(clock.offset(at: seconds)))
  }

  /// Nil for what is no date; the instant is NaN where it is missing.
  ///
  /// - Parameters:
  ///   - column: by its name some numbers are counts from 1970.
  ///   - previous: the instant of the row before, which tells the hours apart that a zone's clocks show twice.
  package func moment(_ text: String, column: String, after previous: Double?) -> Moment? {
    let bytes = Array(text.trimmed.utf8)
    if let date = date(bytes) {
      var dates = DateValues()
      dates.append(date)
      return moment(dates, after: previous)
    }
    if missing.has(bytes, bytes.indices) { return Moment(instant: .nan) }
    guard !hasDateFormat, let number = number(text),
      let (dates, _) = try? NumericDates.dates([number], name: column)
    else { return nil }
    return moment(dates, after: previous)
  }

  /// The moment of a time whose parts are in several columns; nil where they are none.
  func moment(_ parts: [(name: String, value: InputValue)], as name: String, after previous: Double?)
    -> Moment?
  {
    let columns = parts.map { Table.Column(name: $0.name, values: column($0.value), unit: unit($0.value)) }
    let table = Table(name: name, columns: columns, lines: [1], warnings: [])
    guard let combined = try? table.readingTime(ReadingRoles(time: name), clock: nil),
      case .dates(let written)? = combined.column(named: name)?.values
    else { return nil }
    var dates = DateValues()
    dates.append(
      written[0].isNaN
        ? nil : .init(seconds: written[0], offset: nil, dependsOnOrder: false, hasShortYear: false))
    return moment(dates, after: previous)
  }

  private func moment(_ dates: DateValues, after previous: Double?) -> Moment? {
    guard let (instants, offsets) = try? dates.resolved(in: clock, after: previous) else { return nil }
    return Moment(instant: instants[0], offset: offsets.map { Double($0[0]) } ?? 0)
  }

  private func date(_ bytes: [UInt8]) -> DateParser.Reading? {
    guard let date = dates.lazy.compactMap({ $0.parse(bytes, 0, bytes.count) }).first else { return nil }
    guard date.isHalfDay, let halfDayDates else { return date }
    return halfDayDates.parse(bytes, 0, bytes.count) ?? date
  }

  /// One part of a time as a column of its own.
  private func column(_ value: InputValue) -> Table.Column.Values {
    switch value {
    case .number(let number): return .numbers([number])
    case .missing: return .numbers([.nan])
    case .text(let text):
      let bytes = Array(text.trimmed.utf8)
      if let date = date(bytes) { return .dates([date.seconds]) }
      if let number = number(text) { return .numbers([number]) }
      return .text(codes: [0], levels: [text])
    }
  }

  private func unit(_ value: InputValue) -> String? {
    guard case .text(let text) = value else { return nil }
    let bytes = Array(text.trimmed.utf8)
    return parseDuration(bytes, 0, bytes.count) == nil ? nil : "s"
  }
}

extension FieldReader {
  /// The name of a category, known or not; nil where it is missing.
  func category(
    _ value: InputValue, markers: Set<Double>, isKnown: (String) -> Bool
  ) -> String? {
    let number: Double
    switch value {
    case .missing: return nil
    case .number(let own): number = own.isFinite ? own : .nan
    case .text(let text):
      if let name = [text, text.trimmed].first(where: isKnown) { return name }
      if isMissing(text) { return nil }
      guard let written = self.number(text) else { return text.trimmed }
      number = written
    }
    return number.isNaN || markers.contains(number) ? nil : categoryName(number)
  }

  /// NaN where the value is missing.
  func number(_ value: InputValue, column: String) throws(PredictorError) -> Double {
    switch value {
    case .missing: return .nan
    case .number(let number): return number.isFinite ? number : .nan
    case .text(let text):
      guard let number = number(text) else { throw .notANumber(column: column, text: text) }
      return number
    }
  }

  /// The instant is NaN where the value is missing.
  func date(
    _ value: InputValue, column: String, after previous: Double? = nil
  ) throws(PredictorError) -> Moment {
    switch value {
    case .missing: return Moment(instant: .nan)
    case .number(let seconds): return moment(seconds: seconds.isFinite ? seconds : .nan)
    case .text(let text):
      guard let moment = moment(text, column: column, after: previous) else {
        throw .notADate(column: column, text: text)
      }
      return moment
    }
  }
}
