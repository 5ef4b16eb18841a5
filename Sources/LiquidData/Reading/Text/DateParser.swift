import Foundation

/// Reads dates from bytes as seconds since 1970-01-01 UTC; a date without a zone is taken as UTC.
///
/// `2015-02-04`, `2015-02-04 17:51`, `2015-02-04T17:51:00.25Z`, `2015/02/04 17:51:00+01:00`, `04.02.2015
/// 17:51`, `2018-07-01 17:09:45:76` (milliseconds without leading zeros).
struct DateParser {
  enum Order { case dayFirst, monthFirst }

  /// What `04/02/2015` means.
  let order: Order

  func parse(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
    guard end - start >= 8, end - start <= 40, digitValue(bytes[start]) != nil else { return nil }
    var cursor = Cursor(bytes: bytes, position: start, end: end)
    guard let start = parseDay(&cursor) else { return nil }
    let day = Double(start)
    guard !cursor.isAtEnd else { return day }
    guard cursor.take(UInt8(ascii: "T")) || cursor.takeSpaces() else { return nil }
    guard let time = parseTimeOfDay(&cursor), let offset = parseZone(&cursor), cursor.isAtEnd else {
      return nil
    }
    return day + time - offset
  }

  /// The second at which the day begins.
  private func parseDay(_ cursor: inout Cursor) -> Int? {
    guard let (first, firstDigits) = cursor.takeNumber(maxDigits: 4), let separator = cursor.peek,
      [Ascii.minus, Ascii.slash, Ascii.point].contains(separator), cursor.take(separator),
      let (second, secondDigits) = cursor.takeNumber(maxDigits: 2), secondDigits <= 2, cursor.take(separator),
      let (third, thirdDigits) = cursor.takeNumber(maxDigits: 4)
    else { return nil }
    if firstDigits == 4, thirdDigits <= 2 { return Self.dayStart(first, second, third) }
    guard firstDigits <= 2, thirdDigits == 4 else { return nil }
    return order == .dayFirst
      ? Self.dayStart(third, second, first) : Self.dayStart(third, first, second)
  }

  /// Seconds since midnight.
  private func parseTimeOfDay(_ cursor: inout Cursor) -> Double? {
    guard let (hour, _) = cursor.takeNumber(maxDigits: 2), cursor.take(Ascii.colon),
      let (minute, minuteDigits) = cursor.takeNumber(maxDigits: 2), minuteDigits == 2
    else { return nil }
    var seconds = 0.0
    if cursor.take(Ascii.colon) {
      guard let (whole, _) = cursor.takeNumber(maxDigits: 2), whole <= 60 else { return nil }
      seconds = Double(whole)
      if cursor.take(Ascii.point) || cursor.take(Ascii.comma) {
        guard let (part, digits) = cursor.takeNumber(maxDigits: 9) else { return nil }
        seconds += Double(part) / Self.scales[digits]
      } else if cursor.take(Ascii.colon) {
        guard let (milliseconds, _) = cursor.takeNumber(maxDigits: 3) else { return nil }
        seconds += Double(milliseconds) / 1000
      }
    }
    guard hour <= 24, minute < 60 else { return nil }
    return Double(hour * 3600 + minute * 60) + seconds
  }

  private static let scales = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  /// The offset from UTC in seconds, positive in the east: nothing, `Z`, `+01`, `+0100`, `+01:00`.
  private func parseZone(_ cursor: inout Cursor) -> Double? {
    _ = cursor.takeSpaces()
    if cursor.isAtEnd || cursor.take(UInt8(ascii: "Z")) { return 0 }
    let isWest = cursor.take(Ascii.minus)
    guard isWest || cursor.take(Ascii.plus), let (hours, digits) = cursor.takeNumber(maxDigits: 4) else {
      return nil
    }
    var minutes = digits > 2 ? hours / 100 * 60 + hours % 100 : hours * 60
    if cursor.take(Ascii.colon) {
      guard let (more, _) = cursor.takeNumber(maxDigits: 2) else { return nil }
      minutes += more
    }
    return Double(isWest ? -minutes : minutes) * 60
  }

  // MARK: - The calendar

  private static let firstYear = 1800

  /// The seconds at which the months of four centuries begin, and the end of the last. The C library is asked once
  /// for each month, because asking it for each date would make reading dates slower.
  private static let monthStarts = (0...400 * 12).map(monthStart)

  /// The second at which a day begins, or nil if the Gregorian calendar has no such day.
  private static func dayStart(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let index = (year - firstYear) * 12 + month - 1
    let isKnown = index >= 0 && index + 1 < monthStarts.count
    let start = isKnown ? monthStarts[index] : monthStart(index)
    let end = isKnown ? monthStarts[index + 1] : monthStart(index + 1)
    let second = start + (day - 1) * 86_400
    return second < end ? second : nil
  }

  /// The second at which a month begins, counted from January of the first year.
  private static func monthStart(_ month: Int) -> Int {
    var date = tm()
    date.tm_year = Int32(firstYear - 1900)
    date.tm_mon = Int32(month)
    date.tm_mday = 1
    return timegm(&date)
  }
}

/// Reads lengths of time such as `47:37` (hours and minutes) or `1:02:03.5` as seconds.
func parseDuration(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
  guard end - start >= 4, end - start <= 20 else { return nil }
  var cursor = Cursor(bytes: bytes, position: start, end: end)
  guard let (hours, _) = cursor.takeNumber(maxDigits: 6), cursor.take(Ascii.colon),
    let (minutes, digits) = cursor.takeNumber(maxDigits: 2), digits == 2, minutes < 60
  else { return nil }
  let whole = Double(hours * 3600 + minutes * 60)
  if cursor.isAtEnd { return whole }
  guard cursor.take(Ascii.colon), cursor.peek.flatMap(digitValue) != nil,
    let seconds = NumberParser(acceptsDecimalComma: false).parse(bytes, cursor.position, end), seconds < 61
  else { return nil }
  return whole + seconds
}

/// A position in bytes that moves forward.
private struct Cursor {
  let bytes: [UInt8]
  var position: Int
  let end: Int

  var isAtEnd: Bool { position >= end }
  var peek: UInt8? { isAtEnd ? nil : bytes[position] }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  mutating func takeSpaces() -> Bool {
    let start = position
    while take(Ascii.space) {}
    return position > start
  }

  /// Takes a whole number of up to `maxDigits` digits; also returns the number of its digits.
  mutating func takeNumber(maxDigits: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while digits < maxDigits, let digit = peek.flatMap(digitValue) {
      value = value * 10 + digit
      digits += 1
      position += 1
    }
    return digits > 0 ? (value, digits) : nil
  }
}
