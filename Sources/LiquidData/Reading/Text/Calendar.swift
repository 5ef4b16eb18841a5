import Foundation

/// The Gregorian calendar: where days begin, and the names of months.
enum Calendar {
  private static let firstYear = 1800

  /// The seconds at which the months of four centuries begin, and the end of the last. The C library is asked once
  /// for each month, because asking it for each date would make reading dates slower.
  private static let monthStarts = (0...400 * 12).map(monthStart)

  /// The second, since 1970, at which a day begins; nil if the calendar has no such day.
  static func dayStart(_ year: Int, _ month: Int, _ day: Int) -> Int? {
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

  private static let months: [String: Int] = {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
      "november", "december",
    ]
    var numbers = ["sept": 9]
    for (index, name) in names.enumerated() {
      numbers[name] = index + 1
      numbers[String(name.prefix(3))] = index + 1
    }
    return numbers
  }()

  private static let weekdays: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed",
    "thu", "thur", "thurs", "fri", "sat", "sun",
  ]

  /// The number of an English month from its name or the first three letters, in lower case.
  static func month(_ word: String) -> Int? { months[word] }

  static func isWeekday(_ word: String) -> Bool { weekdays.contains(word) }
}
