/// An input that is derived from a column of dates.
public enum TimeFeature: String, Sendable, Hashable, Codable, CaseIterable {
  /// Of these five each is two channels, sine and cosine, so that the end of a cycle is next to its beginning.
  case hourOfDay = "hour-of-day"
  case dayOfWeek = "day-of-week"
  case dayOfMonth = "day-of-month"
  case dayOfYear = "day-of-year"
  case monthOfYear = "month-of-year"
  /// 1 on Saturdays and Sundays, else 0.
  case weekend
  /// Days since 1970, with their fraction.
  case days
  /// The time since the row before, in the time column's unit; 0 at a sequence's first. The one feature that a column
  /// of numbers can have, too.
  case elapsed
}
