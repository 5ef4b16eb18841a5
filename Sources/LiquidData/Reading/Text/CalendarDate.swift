import Text

extension Calendar {
  /// A time in seconds since 1970 so many months later; nil beyond the years 1 to 9999.
  ///
  /// - Parameter day: the day of the month; nil: that of the time. A month without it has its last day instead.
  static func time(_ time: Double, addingMonths months: Int, day: Int? = nil) -> Double? {
    guard let first = date(of: time) else { return nil }
    let months = months.saturatingSum(first.month - 1)
    let (year, month) = (first.year + months / 12, months % 12 + 1)
    guard year <= 9999,
      let start = (0...3).lazy.compactMap({ dayStart(year, month, (day ?? first.day) - $0) }).first
    else { return nil }
    return Double(start) + first.seconds
  }

  /// The day of a time in seconds since 1970, and the seconds since it began; nil beyond the years 1 to 9999.
  static func date(of time: Double) -> CalendarDate? {
    guard time.isFinite, time > -62_135_596_800, time < 253_402_300_800 else { return nil }
    let days = (time / 86_400).rounded(.down)
    let date = CalendarTime(secondsSince1970: days * 86_400)
    return CalendarDate(
      year: date.year, month: date.month, day: date.dayOfMonth, seconds: time - days * 86_400)
  }
}

/// A day, and a time on it.
struct CalendarDate: Hashable {
  let year: Int
  let month: Int
  let day: Int
  /// Since the day began.
  let seconds: Double

  /// Months since the year 0.
  var monthNumber: Int { 12 * year + month - 1 }
  var isLastOfMonth: Bool { Calendar.dayStart(year, month, day + 1) == nil }
}
