/// A time in the Gregorian calendar, without a time zone: the caller adds the offset.
public struct CalendarTime: Sendable, Hashable {
  public let year: Int
  public let month: Int
  public let dayOfMonth: Int
  public let hour: Int
  public let minute: Int
  public let second: Int
  /// Of a second, 0 to 1.
  public let fraction: Double

  /// Times beyond about thirty million years, and NaN, count as 1970.
  public init(secondsSince1970 seconds: Double) {
    let seconds = seconds.magnitude < 1e15 ? seconds : 0
    // Sums of offsets and steps end a little below the whole second.
    let nearest = seconds.rounded()
    let whole = abs(seconds - nearest) < 1e-6 ? nearest : seconds.rounded(.down)
    fraction = max(0, seconds - whole)
    let days = Int((whole / 86_400).rounded(.down))
    let rest = Int(whole) - days * 86_400
    (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)
    (year, month, dayOfMonth) = Self.date(daysSince1970: days)
  }

  var isMidnight: Bool { hour == 0 && minute == 0 && second == 0 && fraction == 0 }

  /// `05-01`
  public var day: String { "\(AxisText.two(month))-\(AxisText.two(dayOfMonth))" }
  /// `2024-05-01`
  public var date: String { "\(year)-\(day)" }
  /// `2024-05-01 09:30`
  public var dateAndTime: String { "\(date) \(AxisText.two(hour)):\(AxisText.two(minute))" }

  /// Counts in years that begin in March: the leap day is then the last, and months have a regular pattern of
  /// lengths, 153 days every five.
  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    // Days since 1 March of the year 0, in eras of 400 years.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}
