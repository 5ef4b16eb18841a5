import Foundation
import Text

/// An input that is derived from a column of dates.
public enum TimeFeature: String, Sendable, Hashable, Codable, CaseIterable {
  /// The first five are two channels each, sine and cosine, so that the end of a cycle is near its beginning.
  case hourOfDay = "hour-of-day"
  case dayOfWeek = "day-of-week"
  case dayOfMonth = "day-of-month"
  case dayOfYear = "day-of-year"
  case monthOfYear = "month-of-year"
  /// 1 on Saturdays and Sundays, else 0.
  case weekend
  /// Days since 1970, with their fraction.
  case days
  /// The time since the row before, in the time column's unit; 0 at the first row of a sequence. The only feature
  /// that a column of numbers can have too.
  case elapsed

  /// One name per channel.
  var columnNames: [String] { isCyclic ? ["\(rawValue) sin", "\(rawValue) cos"] : [rawValue] }

  /// Whether its channels already have the scale of a network's inputs.
  var isScaled: Bool { isCyclic || self == .weekend }

  fileprivate var needsDates: Bool { self != .elapsed }

  private var isCyclic: Bool {
    switch self {
    case .hourOfDay, .dayOfWeek, .dayOfMonth, .dayOfYear, .monthOfYear: true
    case .weekend, .days, .elapsed: false
    }
  }

  /// The channels' values at a time in seconds since 1970; `elapsed` is the time since the row before.
  func values(seconds: Double, elapsed: Double) -> [Double] {
    if self == .elapsed { return [elapsed] }
    // The calendar's years would overflow.
    guard seconds.magnitude < 1e15 else { return columnNames.map { _ in .nan } }
    let days = (seconds / 86_400).rounded(.down)
    let timeOfDay = seconds / 86_400 - days
    var midnight = time_t(saturating: days) * 86_400
    var date = tm()
    gmtime_r(&midnight, &date)
    let weekday = (date.tm_wday + 6) % 7
    switch self {
    case .hourOfDay: return cycle(timeOfDay)
    case .dayOfWeek: return cycle((Double(weekday) + timeOfDay) / 7)
    case .dayOfMonth: return cycle((Double(date.tm_mday - 1) + timeOfDay) / 31)
    case .dayOfYear: return cycle((Double(date.tm_yday) + timeOfDay) / 366)
    case .monthOfYear: return cycle(Double(date.tm_mon) / 12)
    case .weekend: return [weekday >= 5 ? 1 : 0]
    case .days: return [days + timeOfDay]
    case .elapsed: return [elapsed]
    }
  }

  private func cycle(_ share: Double) -> [Double] { [sin(2 * .pi * share), cos(2 * .pi * share)] }
}

extension Table {
  /// The table with the features of a column of times as additional columns.
  func addingTimeFeatures(
    _ features: [TimeFeature], of name: String, sequence: String?
  ) throws(DataError) -> Table {
    let column = try column(named: name, role: "time")
    if let feature = features.first(where: \.needsDates), column.isNumeric {
      throw DataError(
        .badTask(
          reason: "the feature \(feature.rawValue) needs dates, and '\(name.displayed)' holds numbers"),
        file: self.name, column: name)
    }
    if let known = features.lazy.flatMap(\.columnNames).first(where: { self.column(named: $0) != nil }) {
      throw DataError(
        .badTask(reason: "the time feature \(known) has the name of a column"), file: self.name, column: known
      )
    }
    let times = try column.numbersOrDates(in: self)
    let elapsed = features.contains(.elapsed) ? try gaps(between: times, sequence: sequence) : []
    var added: [Column] = []
    for feature in features {
      added += try Self.columns(of: feature, times: times, offsets: column.offsets, elapsed: elapsed)
    }
    return replacing(columns: columns + added)
  }

  /// For each row, the time since the row before it in its sequence.
  private func gaps(between times: Stored<Double>, sequence: String?) throws(DataError) -> Stored<Double> {
    let order = try RowOrder(table: self, sequenceNamed: sequence)
    if space != nil, order.rows.keepsAll(of: rowCount) {
      var gaps = StoredBuilder<Double>(in: space)
      for range in order.ranges where !range.isEmpty {
        gaps.append(0)
        for row in range.dropFirst() { gaps.append(times[row] - times[row - 1]) }
      }
      return try gaps.finished()
    }
    var gaps = [Double](repeating: 0, count: rowCount)
    for range in order.ranges {
      for position in range.dropFirst() {
        gaps[order.rows[position]] = times[order.rows[position]] - times[order.rows[position - 1]]
      }
    }
    return Stored(gaps)
  }

  private static func columns(
    of feature: TimeFeature, times: Stored<Double>, offsets: Stored<Int32>?, elapsed: Stored<Double>
  ) throws(DataError) -> [Column] {
    var channels = feature.columnNames.map { _ in StoredBuilder<Double>(in: times.space) }
    for (row, instant) in times.enumerated() {
      // Calendars and clocks are local.
      let time = offsets.map { instant + Double($0[row]) } ?? instant
      let values =
        time.isNaN
        ? channels.map { _ in .nan }
        : feature.values(seconds: time, elapsed: elapsed.isEmpty ? 0 : elapsed[row])
      for (channel, value) in values.enumerated() { channels[channel].append(value) }
    }
    var columns: [Column] = []
    for (name, channel) in zip(feature.columnNames, channels) {
      columns.append(Column(name: name, values: .numbers(try channel.finished())))
    }
    return columns
  }
}
