/// A day of the Gregorian calendar.
///
/// Source: Richards, "Calendars", in Explanatory Supplement to the Astronomical Almanac (2013), chapter 15.
struct CivilDate: Hashable {
  let year: Int
  /// From 1.
  let month: Int
  /// From 1.
  let day: Int
  /// From 1.
  let dayOfYear: Int

  init(daysSince1970 days: Int) {
    // Years begin in March here, so that a leap day is a year's last.
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainderFlooring(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayFromMarch + 2) / 153
    day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    dayOfYear = monthFromMarch < 10 ? dayFromMarch + 60 + (isLeap ? 1 : 0) : dayFromMarch - 305
  }
}

extension Int {
  fileprivate func quotientAndRemainderFlooring(by divisor: Int) -> (Int, Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
