/// The unit that a median step is best shown in.
struct TimeUnit {
  let name: String
  /// How many units of the time column it is.
  let length: Double

  /// For times in seconds: seconds up to two minutes, then minutes, from an hour on hours, from a day on days.
  init(seconds medianStep: Double) {
    (name, length) =
      switch medianStep {
      case ..<120: ("s", 1)
      case ..<3_600: ("min", 60)
      case ..<86_400: ("h", 3_600)
      default: ("d", 86_400)
      }
  }

  /// For numbers: what the column's name says (`time_ms`, `t (s)`, `hours`), or the name itself.
  init(columnName: String) {
    let words = columnName.lowercased().split { !$0.isLetter }
    name = words.last.flatMap { Self.names[String($0)] } ?? columnName
    length = 1
  }

  private static let names: [String: String] = [
    "us": "us", "ms": "ms", "milliseconds": "ms", "s": "s", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "h": "h", "hr": "h",
    "hour": "h", "hours": "h", "d": "d", "day": "d", "days": "d",
  ]
}
