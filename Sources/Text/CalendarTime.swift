import Foundation

/// A time in the Gregorian calendar, without a time zone: the caller adds the offset.
package struct CalendarTime: Sendable, Hashable {
  package let year: Int
  package let month: Int
  package let dayOfMonth: Int
  package let hour: Int
  package let minute: Int
  package let second: Int
  /// Of a second, 0 to 1.
  package let fraction: Double

  /// Times beyond about thirty million years, and NaN, count as 1970.
  package init(secondsSince1970 seconds: Double) {
    let seconds = seconds.magnitude < 1e15 ? seconds : 0
    // Sums of offsets and steps end a little below the whole second.
    let nearest = seconds.rounded()
    let whole = (seconds - nearest).magnitude < 1e-6 ? nearest : seconds.rounded(.down)
    fraction = max(0, seconds - whole)
    var time = time_t(saturating: whole)
    var parts = tm()
    // Fails only where the year does not fit an Int32.
    gmtime_r(&time, &parts)
    (year, month, dayOfMonth) = (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
    (hour, minute, second) = (Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
  }

  /// Whether clocks are set back at such a time somewhere: in the small hours of spring or autumn.
  package var mayBeSetBack: Bool { [3, 4, 9, 10, 11].contains(month) && hour < 4 }

  package var isMidnight: Bool { hour == 0 && minute == 0 && second == 0 && fraction == 0 }

  /// `05-01`
  package var day: String { "\(NumberText.twoDigits(month))-\(NumberText.twoDigits(dayOfMonth))" }
  /// `2024-05-01`
  package var date: String { "\(year)-\(day)" }
  /// `09:30`
  package var clock: String { "\(NumberText.twoDigits(hour)):\(NumberText.twoDigits(minute))" }
  /// `2024-05-01 09:30`
  package var dateAndTime: String { "\(date) \(clock)" }
}
