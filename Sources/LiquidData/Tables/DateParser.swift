/// Reads dates from bytes as seconds since 1970-01-01 UTC; a date without a zone is taken as UTC.
///
/// `2015-02-04`, `2015-02-04 17:51`, `2015-02-04T17:51:00.25Z`, `2015/02/04 17:51:00+01:00`, `04.02.2015
/// 17:51`, `2018-07-01 17:09:45:76` (milliseconds without leading zeros).
struct DateParser {
  enum Order { case dayFirst, monthFirst }

  /// How `04/02/2015` is meant.
  let order: Order

  func parse(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
    guard end - start >= 8, end - start <= 40, digitValue(bytes[start]) != nil else { return nil }
    var cursor = Cursor(bytes: bytes, position: start, end: end)
    guard let days = parseDay(&cursor) else { return nil }
    let day = Double(days) * 86_400
    guard !cursor.isAtEnd else { return day }
    guard cursor.take(UInt8(ascii: "T")) || cursor.takeSpaces() else { return nil }
    guard let time = parseTimeOfDay(&cursor), let offset = parseZone(&cursor), cursor.isAtEnd else {
      return nil
    }
    return day + time - offset
  }

  /// Days since 1970-01-01.
  private func parseDay(_ cursor: inout Cursor) -> Int? {
    guard let (first, firstDigits) = cursor.takeNumber(maxDigits: 4), let separator = cursor.peek,
      [Ascii.minus, Ascii.slash, Ascii.point].contains(separator), cursor.take(separator),
      let (second, secondDigits) = cursor.takeNumber(maxDigits: 2), secondDigits <= 2, cursor.take(separator),
      let (third, thirdDigits) = cursor.takeNumber(maxDigits: 4)
    else { return nil }
    if firstDigits == 4, thirdDigits <= 2 { return daysSince1970(first, second, third) }
    guard firstDigits <= 2, thirdDigits == 4 else { return nil }
    return order == .dayFirst
      ? daysSince1970(third, second, first) : daysSince1970(third, first, second)
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

  private static let scales: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  /// Seconds east of Greenwich: nothing, `Z`, `+01`, `+0100`, `+01:00`.
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

  /// Days from 1970-01-01 in the Gregorian calendar, or `nil` where there is no such day.
  private func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    // Years that begin in March put the leap day last.
    let shifted = month <= 2 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let era = shifted >= 0 ? shifted / 400 : (shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
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

/// A place in some bytes that moves forward.
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

  /// The whole number here, up to `maxDigits` digits long, and how many digits it has.
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
