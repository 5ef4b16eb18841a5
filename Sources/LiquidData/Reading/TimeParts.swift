import Text

/// The columns that make a time together: `Date,Time`, or `year=Y,month=M,day=D,hour=H`, each in its unit.
package struct TimeParts {
  package enum Unit: String, CaseIterable {
    case date, time, year, month, day, hour, minute, second
  }

  /// In the order in which they are named.
  let columns: [(name: String, unit: Unit?)]

  /// Nil where the text names no parts: it is a column's own name.
  init?(_ text: String) {
    let parts = text.split(separator: ",").map { part -> (name: String, unit: Unit?) in
      let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      if sides.count == 2, let unit = Unit(rawValue: sides[0].lowercased()) { return (sides[1], unit) }
      return (String(part).trimmed, nil)
    }
    guard parts.count > 1 || parts.first?.unit != nil else { return nil }
    columns = parts
  }

  /// The columns' names; the text itself where it names no parts.
  static func names(_ text: String) -> [String] { TimeParts(text).map { $0.columns.map(\.name) } ?? [text] }
}

extension Table {
  /// The table as it is read where columns are known to be for this, as far as that needs no text: times, not sequences.
  package func reading(_ roles: ReadingRoles) throws(DataError) -> Table {
    try readingTime(roles, clock: reading.timeZone.flatMap { ZoneClock(name: $0) })
  }

  /// The table with the column of times that is made of several, or with dates in place of numbers that write dates.
  ///
  /// - Parameter clock: that of the zone of dates without one; nil: UTC.
  func readingTime(_ roles: ReadingRoles, clock: ZoneClock?) throws(DataError) -> Table {
    guard let name = roles.time else { return self }
    if let column = column(named: name) {
      guard !roles.hasNumericTime, case .numbers(let values) = column.values, column.unit == nil else {
        return self
      }
      if let format = reading.dateFormat,
        let dates = try NumericDates.dates(values, format: DateFormat(format))
      {
        let (instants, offsets) = try dates.resolved(in: clock)
        return replacing(
          Column(name: name, values: .dates(instants), offsets: offsets, writing: column.writing),
          warning: nil)
      }
      guard let (dates, note) = try NumericDates.dates(values, name: name) else { return self }
      let (instants, offsets) = try dates.resolved(in: clock)
      return replacing(
        Column(name: name, values: .dates(instants), offsets: offsets, writing: column.writing),
        warning: "'\(name)': \(note)")
    }
    guard let parts = TimeParts(name), parts.columns.allSatisfy({ self.column(named: $0.name) != nil }) else {
      return self
    }
    return try combining(parts, as: name, clock: clock)
  }

  private func combining(_ parts: TimeParts, as name: String, clock: ZoneClock?) throws(DataError) -> Table {
    var times: [Stored<Double>] = []
    var calendar: [TimeParts.Unit: Stored<Double>] = [:]
    for part in parts.columns {
      let column = try column(named: part.name, role: "time")
      if let unit = part.unit, [.year, .month, .day].contains(unit) {
        calendar[unit] = try unit == .month ? months(of: column) : column.numbers(in: self)
      } else {
        times.append(try seconds(of: column, unit: part.unit))
      }
    }
    if calendar[.year] == nil, let part = parts.columns.first(where: { $0.unit == .month || $0.unit == .day })
    {
      throw DataError(.partWithoutYear, file: self.name, column: part.name)
    }
    let (years, months, days) = (calendar[.year], calendar[.month], calendar[.day])
    var dates = DateValues(in: space)
    for row in 0..<rowCount {
      var value = times.reduce(0) { $0 + $1[row] }
      if let years {
        value += try day(years[row], months?[row] ?? 1, days?[row] ?? 1, row: row, parts)
      }
      dates.append(
        value.isNaN
          ? nil : .init(seconds: value, offset: nil, dependsOnOrder: false, hasShortYear: false))
    }
    let (instants, offsets) = try dates.resolved(in: clock)
    var column = Column(name: name, values: .dates(instants), offsets: offsets)
    column.writing = try writing(of: parts, in: column)
    return replacing(column, warning: nil)
  }

  /// The texts of all parts, with a space between two.
  private func writing(of parts: TimeParts, in combined: Column) throws(DataError) -> Column.Writing? {
    var texts: [[String]] = []
    for part in parts.columns {
      guard let own = try column(named: part.name, role: "time").writing?.texts else { return nil }
      texts.append(own)
    }
    let joined = (0..<rowCount).map { row in texts.map { $0[row] }.joined(separator: " ") }
    return Column.Writing(texts: joined, of: combined)
  }

  /// What a column adds, in seconds; that of dates is their own time as it is written.
  private func seconds(of column: Column, unit: TimeParts.Unit?) throws(DataError) -> Stored<Double> {
    switch (column.values, unit) {
    case (.dates(let instants), nil), (.dates(let instants), .date), (.dates(let instants), .time):
      guard let offsets = column.offsets else { return instants }
      var row = -1
      return try instants.converted { instant in
        row += 1
        return instant + Double(offsets[row])
      }
    case (.numbers(let values), .hour): return try values.converted { $0 * 3600 }
    case (.numbers(let values), .minute): return try values.converted { $0 * 60 }
    case (.numbers(let values), .second): return values
    case (.numbers(let values), _) where column.unit == "s": return values
    case (.numbers(let values), nil), (.numbers(let values), .date):
      if let (dates, _) = try NumericDates.dates(values, name: column.name) {
        return try dates.finished().written
      }
    default: break
    }
    throw DataError(.notTimePart(found: column.kindName), file: name, column: column.name)
  }

  private func months(of column: Column) throws(DataError) -> Stored<Double> {
    guard case .text(let codes, let levels) = column.values, column.stray == nil else {
      return try column.numbers(in: self)
    }
    let numbers = levels.map { Calendar.month($0.trimmed.lowercased()).map(Double.init) ?? .nan }
    return try codes.converted { $0 < 0 ? .nan : numbers[Int($0)] }
  }

  /// The second at which a day begins; NaN where a part of it is missing.
  private func day(
    _ year: Double, _ month: Double, _ day: Double, row: Int, _ parts: TimeParts
  ) throws(DataError) -> Double {
    if year.isNaN || month.isNaN || day.isNaN { return .nan }
    guard let years = Int(exactly: year), let months = Int(exactly: month), let days = Int(exactly: day),
      (1...9999).contains(years), let start = Calendar.dayStart(years, months, days)
    else {
      let text = [year, month, day].map(NumberText.shortest).joined(separator: "-")
      throw failure(.notTime(text: text), row: row, column: parts.columns[0].name)
    }
    return Double(start)
  }

  /// The table with a column in place of the one with its name, or behind the others.
  private func replacing(_ column: Column, warning: String?) -> Table {
    var columns = columns
    if let place = columnNames.firstIndex(of: column.name) {
      columns[place] = column
    } else {
      columns.append(column)
    }
    return replacing(columns: columns, addingWarnings: [warning].compactMap(\.self))
  }
}

/// Numbers that write dates: 20210131, 202101311230, 20210131123000, and seconds or milliseconds since 1970.
enum NumericDates {
  /// The dates, and what is told of them; nil where the numbers are none.
  static func dates(
    _ values: Stored<Double>, name: String
  ) throws(DataError) -> (dates: DateValues, note: String)? {
    guard let first = values.first(where: { !$0.isNaN }) else { return nil }
    let sample = NumberText.shortest(first)
    for digits in [8, 12, 14] {
      if let dates = try dates(values, offset: nil, { calendar($0, digits: digits) }) {
        return (dates, "numbers such as \(sample) are read as dates")
      }
    }
    guard ColumnNames.has(name, wordOf: ColumnNames.clocks) else { return nil }
    let units = [(1.0, "seconds"), (1e3, "milliseconds"), (1e6, "microseconds"), (1e9, "nanoseconds")]
    for (unit, name) in units {
      // From 2001 to 2100.
      if let dates = try dates(values, offset: 0, { (1e9..<4.1e9).contains($0 / unit) ? $0 / unit : nil }) {
        return (dates, "numbers such as \(sample) are read as \(name) since 1970 UTC")
      }
    }
    return nil
  }

  /// The numbers as a format that the person names reads them; nil where it does not read one of them.
  static func dates(_ values: Stored<Double>, format: DateFormat) throws(DataError) -> DateValues? {
    var dates = DateValues(in: values.space)
    for value in values {
      if value.isNaN {
        dates.append(nil)
      } else {
        let bytes = Array(NumberText.shortest(value).utf8)
        guard let date = format.parse(bytes, 0, bytes.count) else { return nil }
        dates.append(date)
      }
    }
    if let failure = dates.failure { throw failure }
    return dates
  }

  /// - Parameter offset: seconds east of UTC that the numbers themselves mean; nil: the zone's.
  private static func dates(
    _ values: Stored<Double>, offset: Int?, _ read: (Double) -> Double?
  ) throws(DataError) -> DateValues? {
    var dates = DateValues(in: values.space)
    for value in values {
      if value.isNaN {
        dates.append(nil)
      } else {
        guard let seconds = read(value) else { return nil }
        dates.append(.init(seconds: seconds, offset: offset, dependsOnOrder: false, hasShortYear: false))
      }
    }
    return dates
  }

  private static func calendar(_ value: Double, digits: Int) -> Double? {
    guard let number = Int(exactly: value), number > 0, String(number).count == digits else { return nil }
    var (day, time) = (number, 0)
    for _ in 8..<digits { day /= 10 }
    if digits == 12 { time = number % 10_000 * 100 }
    if digits == 14 { time = number % 1_000_000 }
    let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
    guard (1900...2100).contains(day / 10_000), hour < 24, minute < 60, second < 60,
      let start = Calendar.dayStart(day / 10_000, day / 100 % 100, day % 100)
    else { return nil }
    return Double(start + hour * 3600 + minute * 60 + second)
  }
}
