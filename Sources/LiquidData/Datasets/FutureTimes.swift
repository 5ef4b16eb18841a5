import Text

/// The times after the last row of a sequence.
struct FutureTimes: Sendable {
  /// How a time follows from the one before.
  enum Step: Sendable, Hashable {
    /// In the time column's own unit.
    case fixed(Double)
    /// So many seconds, which are whole days, by local clocks: a day on which they are changed is not 24 hours long.
    case days(Double)
    /// By the local calendar; `length` is the usual one in seconds.
    case months(Int, length: Double)
  }

  private let step: Step
  /// The last row's time.
  private let last: Double
  /// Seconds from UTC to its local time.
  private let lastOffset: Double
  /// The day of the month that calendar steps keep.
  private let day: Int?
  private let clock: ZoneClock?

  /// Nil without a time column.
  ///
  /// - Parameter range: the places of the sequence.
  init?(after range: Range<Int>, of rows: TargetRows, step: Step) {
    let place = range.upperBound - 1
    guard let last = rows.moment(place: place) else { return nil }
    (self.last, self.step, lastOffset) = (last, step, rows.offset(place: place))
    if case .months = step { day = rows.calendarDates(of: range).flatMap(Self.day) } else { day = nil }
    // Formats that have times of their own know no zone.
    var clock = rows.hasDates ? rows.clock : nil
    self.clock = clock?.offset(at: last) == Int(saturating: lastOffset) ? clock : nil
  }

  /// The time so many rows after the last one.
  func moment(ahead rows: Int) -> Double {
    switch step {
    case .fixed(let length): return last + Double(rows) * length
    case .days(let length): return moment(local: last + lastOffset + Double(rows) * length)
    case .months(let months, let length):
      let local = Calendar.time(last + lastOffset, addingMonths: rows.saturatingProduct(months), day: day)
      return local.map(moment(local:)) ?? last + Double(rows) * length
    }
  }

  /// The time between a row after the last one and the row before it.
  func step(before rows: Int) -> Double {
    if case .fixed(let length) = step { return length }
    return moment(ahead: rows) - moment(ahead: rows - 1)
  }

  /// Seconds from UTC to the local time at a moment: the zone's where one was told, else those of the last row.
  func offset(at moment: Double) -> Double {
    guard var clock else { return lastOffset }
    return Double(clock.offset(at: moment))
  }

  private func moment(local: Double) -> Double {
    guard var clock else { return local - lastOffset }
    return clock.instants(ofLocal: local).first ?? local - lastOffset
  }

  /// The day of the month that dates have, if their months are long enough for it; 31 where all are the last of their
  /// months; nil where they do not have one in common, or another time of day.
  fileprivate static func day(of dates: [CalendarDate]) -> Int? {
    guard let day = dates.map(\.day).max(), let seconds = dates.first?.seconds,
      dates.allSatisfy({ $0.seconds == seconds && ($0.day == day || $0.isLastOfMonth) })
    else { return nil }
    return dates.count > 1 && dates.allSatisfy(\.isLastOfMonth) ? 31 : day
  }
}

extension FutureTimes.Step {
  /// That of all sequences: by the calendar where the training's step is as long as a number of months, and all rows
  /// are whole months apart.
  init(of rows: TargetRows, _ ranges: [Range<Int>], schema: DataSchema) {
    let length = schema.preparation?.resample ?? schema.time?.medianStep ?? 1
    self = .fixed(length)
    guard rows.hasDates, schema.preparation?.resample == nil else { return }
    if length >= 28 * 86_400, let months = Self.months(of: rows, ranges),
      (28...31).contains(length / 86_400 / Double(months))
    {
      self = .months(months, length: length)
    } else if length >= 86_400, length.truncatingRemainder(dividingBy: 86_400) == 0,
      rows.clock != nil, ranges.allSatisfy({ rows.keepsTimeOfDay($0) })
    {
      self = .days(length)
    }
  }

  /// The median of the months between rows; nil where some are not whole months apart.
  private static func months(of rows: TargetRows, _ ranges: [Range<Int>]) -> Int? {
    var steps: [Int] = []
    for range in ranges {
      guard let dates = rows.calendarDates(of: range), FutureTimes.day(of: dates) != nil else { return nil }
      let own = zip(dates, dates.dropFirst()).map { $1.monthNumber - $0.monthNumber }
      guard own.allSatisfy({ $0 > 0 }) else { return nil }
      steps += own
    }
    steps.sort()
    return steps.isEmpty ? nil : steps[steps.count / 2]
  }
}

extension TargetRows {
  private func local(place: Int) -> Double { (moment(place: place) ?? .nan) + offset(place: place) }

  /// The local dates of a sequence; nil where the calendar lacks one.
  fileprivate func calendarDates(of range: Range<Int>) -> [CalendarDate]? {
    var dates: [CalendarDate] = []
    for place in range {
      guard let date = Calendar.date(of: local(place: place)) else { return nil }
      dates.append(date)
    }
    return dates
  }

  /// Whether local times are the same time of day in all rows of a sequence.
  fileprivate func keepsTimeOfDay(_ range: Range<Int>) -> Bool {
    let first = local(place: range.lowerBound)
    return range.allSatisfy { (local(place: $0) - first).truncatingRemainder(dividingBy: 86_400) == 0 }
  }
}
