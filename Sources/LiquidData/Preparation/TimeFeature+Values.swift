#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension TimeFeature {
  /// One name a channel.
  var columnNames: [String] { isCyclic ? ["\(rawValue) sin", "\(rawValue) cos"] : [rawValue] }

  /// Whether its channels are on the scale of a network's inputs already.
  var isScaled: Bool { isCyclic || self == .weekend }

  var needsDates: Bool { self != .elapsed }

  private var isCyclic: Bool {
    switch self {
    case .hourOfDay, .dayOfWeek, .dayOfMonth, .dayOfYear, .monthOfYear: true
    case .weekend, .days, .elapsed: false
    }
  }

  /// The channels' values at a time in seconds since 1970; `elapsed` is the time since the row before.
  func values(seconds: Double, elapsed: Double) -> [Double] {
    if self == .elapsed { return [elapsed] }
    // Beyond these the calendar's whole numbers overflow.
    guard abs(seconds) < 1e15 else { return columnNames.map { _ in .nan } }
    let days = (seconds / 86_400).rounded(.down)
    let timeOfDay = seconds / 86_400 - days
    let date = CivilDate(daysSince1970: Int(days))
    let remainder = (Int(days) + 3) % 7
    let weekday = remainder < 0 ? remainder + 7 : remainder
    switch self {
    case .hourOfDay: return cycle(timeOfDay)
    case .dayOfWeek: return cycle((Double(weekday) + timeOfDay) / 7)
    case .dayOfMonth: return cycle((Double(date.day - 1) + timeOfDay) / 31)
    case .dayOfYear: return cycle((Double(date.dayOfYear - 1) + timeOfDay) / 366)
    case .monthOfYear: return cycle(Double(date.month - 1) / 12)
    case .weekend: return [weekday >= 5 ? 1 : 0]
    case .days: return [days + timeOfDay]
    case .elapsed: return [elapsed]
    }
  }

  private func cycle(_ share: Double) -> [Double] { [sin(2 * .pi * share), cos(2 * .pi * share)] }
}
