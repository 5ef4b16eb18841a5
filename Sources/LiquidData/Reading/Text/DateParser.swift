/// Reads dates from bytes as seconds since 1970-01-01.
///
/// `2015-02-04`, `2015-02`, `2015-02-04 17:51`, `2015-02-04T17:51:00.25Z`, `2015/02/04 17:51:00+01:00`, `04.02.2015
/// 5:51 PM`, `2018-07-01 17:09:45:76` (milliseconds without leading zeros), `4 Feb 2015`, `Feb 4, 2015`, `Feb 2015`,
/// `04/02/15`.
struct DateParser: Hashable {
  /// What `04/02/2015` means.
  var order: ReadingOptions.DateOrder
  /// In the letters of strptime; nil: any of the usual ways.
  var format: DateFormat?

  init(order: ReadingOptions.DateOrder, format: DateFormat? = nil) {
    self.order = order
    self.format = format
  }

  /// A date as it is written.
  struct Reading {
    /// Seconds since 1970 as if the date were UTC.
    let seconds: Double
    /// Of the written zone, in seconds east of UTC; nil where none is written.
    let offset: Int?
    /// Whether another order of day, month and year would read another date, or none.
    let dependsOnOrder: Bool
    let hasShortYear: Bool
    /// Whether it has `AM` or `PM`, as where the month comes first.
    var isHalfDay = false

    /// Seconds since 1970 UTC, where a date without a zone is UTC.
    var instant: Double { seconds - Double(offset ?? 0) }
  }

  func parse(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Reading? {
    if let format { return format.parse(bytes, start, end) }
    guard end - start >= 6, end - start <= 48 else { return nil }
    var cursor = Cursor(bytes: bytes, position: start, end: end)
    guard let day = digitValue(bytes[start]) != nil ? numericDay(&cursor) : namedDay(&cursor) else {
      return nil
    }
    var time = 0.0
    var isHalfDay = false
    var offset: Int?
    if !cursor.isAtEnd {
      guard cursor.take(UInt8(ascii: "T")) || cursor.take(UInt8(ascii: "t")) || cursor.takeSpaces(),
        let found = TimeOfDay.parse(&cursor), let zone = ZoneSuffix.parse(&cursor), cursor.isAtEnd
      else { return nil }
      (time, isHalfDay) = found
      offset = zone.offset
    }
    return Reading(
      seconds: Double(day.start) + time, offset: offset, dependsOnOrder: day.dependsOnOrder,
      hasShortYear: day.hasShortYear, isHalfDay: isHalfDay)
  }

  private struct Day {
    /// The second at which it begins.
    let start: Int
    var dependsOnOrder = false
    var hasShortYear = false
  }

  // MARK: - Days

  /// A day of numbers, or one that begins with its number or its year and has its month's name.
  private func numericDay(_ cursor: inout Cursor) -> Day? {
    guard let (first, firstDigits) = cursor.takeNumber(maxDigits: 4) else { return nil }
    guard let separator = cursor.peek else { return nil }
    guard [Ascii.minus, Ascii.slash, Ascii.point].contains(separator) else {
      _ = cursor.takeSpaces()
      return dayBeforeMonthName(first, firstDigits, &cursor)
    }
    _ = cursor.take(separator)
    guard let (second, secondDigits) = cursor.takeNumber(maxDigits: 4) else {
      return dayBeforeMonthName(first, firstDigits, &cursor)
    }
    guard cursor.take(separator) else {
      return separator == Ascii.point ? nil : month(first, firstDigits, second, secondDigits)
    }
    guard secondDigits <= 2, let (third, thirdDigits) = cursor.takeNumber(maxDigits: 4) else { return nil }
    if firstDigits == 4, thirdDigits <= 2 {
      return Calendar.dayStart(first, second, third).map { Day(start: $0) }
    }
    guard firstDigits <= 2, thirdDigits == 4 || (thirdDigits == 2 && secondDigits == 2) else { return nil }
    return day(first, second, third, isShort: thirdDigits == 2)
  }

  private func day(_ first: Int, _ second: Int, _ third: Int, isShort: Bool) -> Day? {
    func start(_ order: ReadingOptions.DateOrder) -> Int? {
      switch order {
      case .dayFirst: Calendar.dayStart(isShort ? Self.century(third) : third, second, first)
      case .monthFirst: Calendar.dayStart(isShort ? Self.century(third) : third, first, second)
      case .yearFirst: isShort ? Calendar.dayStart(Self.century(first), second, third) : nil
      }
    }
    return start(order).map {
      Day(start: $0, dependsOnOrder: start(.dayFirst) != start(.monthFirst), hasShortYear: isShort)
    }
  }

  /// `2015-02` or `02/2015`.
  private func month(_ first: Int, _ firstDigits: Int, _ second: Int, _ secondDigits: Int) -> Day? {
    let (year, month) = firstDigits == 4 && secondDigits == 2 ? (first, second) : (second, first)
    guard firstDigits + secondDigits == 6, firstDigits != 3, (1500...2199).contains(year) else { return nil }
    return Calendar.dayStart(year, month, 1).map { Day(start: $0) }
  }

  /// `4 Feb 2015`, `04-Feb-15`, `2015-Feb-04`, `2015 Feb`, behind the first number.
  private func dayBeforeMonthName(_ first: Int, _ firstDigits: Int, _ cursor: inout Cursor) -> Day? {
    guard let month = cursor.takeWord().flatMap(Calendar.month) else { return nil }
    _ = cursor.take(Ascii.point)
    if firstDigits == 4, cursor.isAtEnd { return Calendar.dayStart(first, month, 1).map { Day(start: $0) } }
    _ = cursor.take(Ascii.minus) || cursor.take(Ascii.slash) || cursor.take(Ascii.comma)
    _ = cursor.takeSpaces()
    guard let (last, digits) = cursor.takeNumber(maxDigits: 4) else { return nil }
    if firstDigits == 4, digits <= 2 { return Calendar.dayStart(first, month, last).map { Day(start: $0) } }
    guard firstDigits <= 2, digits == 4 || digits == 2 else { return nil }
    let year = digits == 2 ? Self.century(last) : last
    return Calendar.dayStart(year, month, first).map { Day(start: $0, hasShortYear: digits == 2) }
  }

  /// `Feb 4, 2015`, `February 2015`, `Feb-15`, `Wed, 4 Feb 2015`, `Wed Feb 4 2015`.
  private func namedDay(_ cursor: inout Cursor) -> Day? {
    guard var word = cursor.takeWord() else { return nil }
    if Calendar.isWeekday(word) {
      _ = cursor.take(Ascii.point) || cursor.take(Ascii.comma)
      guard cursor.takeSpaces() else { return nil }
      if cursor.peek.flatMap(digitValue) != nil { return numericDay(&cursor) }
      guard let next = cursor.takeWord() else { return nil }
      word = next
    }
    guard let month = Calendar.month(word) else { return nil }
    _ = cursor.take(Ascii.point)
    _ = cursor.take(Ascii.minus) || cursor.take(Ascii.slash)
    _ = cursor.takeSpaces()
    guard let (number, digits) = cursor.takeNumber(maxDigits: 4) else { return nil }
    if digits == 4 { return Calendar.dayStart(number, month, 1).map { Day(start: $0) } }
    let afterDay = cursor
    _ = cursor.take(Ascii.comma) || cursor.take(Ascii.minus) || cursor.take(Ascii.slash)
    _ = cursor.takeSpaces()
    if digits <= 2, let (year, yearDigits) = cursor.takeNumber(maxDigits: 4), yearDigits == 4 {
      return Calendar.dayStart(year, month, number).map { Day(start: $0) }
    }
    cursor = afterDay
    // Feb-15: without a day two digits are a year.
    guard digits == 2, cursor.isAtEnd else { return nil }
    return Calendar.dayStart(Self.century(number), month, 1).map { Day(start: $0, hasShortYear: true) }
  }

  /// As the C library has it: 69 to 99 are of the last century.
  private static func century(_ year: Int) -> Int { year < 69 ? 2000 + year : 1900 + year }
}
