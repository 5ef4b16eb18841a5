/// Reads what follows the day in a date: a time of day, and a zone.
enum TimeOfDay {
  private static let scales = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  /// Seconds since midnight, and whether the clock counts to twelve: `17:51`, `17:51:00.25`, `5:51 PM`, `5 pm`,
  /// `17:09:45:76`.
  static func parse(_ cursor: inout Cursor) -> (seconds: Double, isHalfDay: Bool)? {
    guard let (hour, _) = cursor.takeNumber(maxDigits: 2), hour <= 24 else { return nil }
    guard cursor.take(Ascii.colon) else {
      return half(&cursor).flatMap { inDay(hour, isAfternoon: $0) }.map { (Double($0 * 3600), true) }
    }
    guard let (minute, minuteDigits) = cursor.takeNumber(maxDigits: 2), minuteDigits == 2, minute < 60,
      let seconds = seconds(&cursor)
    else { return nil }
    let rest = Double(minute * 60) + seconds
    guard let isAfternoon = half(&cursor) else { return (Double(hour * 3600) + rest, false) }
    return inDay(hour, isAfternoon: isAfternoon).map { (Double($0 * 3600) + rest, true) }
  }

  private static func seconds(_ cursor: inout Cursor) -> Double? {
    guard cursor.take(Ascii.colon) else { return 0 }
    guard let (whole, _) = cursor.takeNumber(maxDigits: 2), whole <= 60 else { return nil }
    if cursor.take(Ascii.point) || cursor.take(Ascii.comma) {
      guard let (part, digits) = cursor.takeNumber(maxDigits: 9) else { return nil }
      return Double(whole) + Double(part) / scales[digits]
    }
    guard cursor.take(Ascii.colon) else { return Double(whole) }
    guard let (milliseconds, _) = cursor.takeNumber(maxDigits: 3) else { return nil }
    return Double(whole) + Double(milliseconds) / 1000
  }

  /// Whether `PM` follows; nil where neither it nor `AM` does.
  private static func half(_ cursor: inout Cursor) -> Bool? {
    var ahead = cursor
    _ = ahead.takeSpaces()
    guard let first = ahead.peek, "aApP".utf8.contains(first) else { return nil }
    ahead.position += 1
    _ = ahead.take(Ascii.point)
    guard ahead.take(UInt8(ascii: "m")) || ahead.take(UInt8(ascii: "M")) else { return nil }
    _ = ahead.take(Ascii.point)
    cursor = ahead
    return first | 0x20 == UInt8(ascii: "p")
  }

  /// The hour of 24; nil where clocks of twelve hours have no such hour.
  private static func inDay(_ hour: Int, isAfternoon: Bool) -> Int? {
    guard (1...12).contains(hour) else { return nil }
    return hour % 12 + (isAfternoon ? 12 : 0)
  }
}

/// What follows a time of day and says in which zone it is.
enum ZoneSuffix {
  /// Zones whose names mean one offset everywhere, in hours east of UTC.
  private static let hours: [String: Int] = [
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9, "kst": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
  ]

  /// The offset from UTC in seconds, positive in the east: nothing, `Z`, `CET`, `+01`, `+0100`, `+01:00`, `UTC+01:00`.
  /// Nil where something else follows.
  static func parse(_ cursor: inout Cursor) -> (offset: Int?, Void)? {
    _ = cursor.takeSpaces()
    if cursor.isAtEnd { return (nil, ()) }
    if let byte = cursor.peek, byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A {
      guard let hours = cursor.takeWord().flatMap({ hours[$0] }) else { return nil }
      guard hours == 0, !cursor.isAtEnd else { return (hours * 3600, ()) }
    }
    let isWest = cursor.take(Ascii.minus)
    guard isWest || cursor.take(Ascii.plus), let (hours, digits) = cursor.takeNumber(maxDigits: 4) else {
      return nil
    }
    var minutes = digits > 2 ? hours / 100 * 60 + hours % 100 : hours * 60
    if cursor.take(Ascii.colon) {
      guard let (more, _) = cursor.takeNumber(maxDigits: 2), more < 60 else { return nil }
      minutes += more
    }
    guard minutes <= 15 * 60 else { return nil }
    return ((isWest ? -minutes : minutes) * 60, ())
  }
}

/// Reads lengths of time such as `47:37` (hours and minutes) or `1:02:03.5`, and times of day such as `5:51 PM`, as
/// seconds.
func parseDuration(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
  guard end - start >= 4, end - start <= 20 else { return nil }
  var cursor = Cursor(bytes: bytes, position: start, end: end)
  if bytes[end - 1] | 0x20 == UInt8(ascii: "m") || bytes[end - 1] == Ascii.point {
    guard let time = TimeOfDay.parse(&cursor), cursor.isAtEnd else { return nil }
    return time.seconds
  }
  guard let (hours, _) = cursor.takeNumber(maxDigits: 6), cursor.take(Ascii.colon),
    let (minutes, digits) = cursor.takeNumber(maxDigits: 2), digits == 2, minutes < 60
  else { return nil }
  let whole = Double(hours * 3600 + minutes * 60)
  if cursor.isAtEnd { return whole }
  guard cursor.take(Ascii.colon), cursor.peek.flatMap(digitValue) != nil,
    let seconds = NumberParser().read(bytes, cursor.position, end)?.value, seconds < 61
  else { return nil }
  return whole + seconds
}
