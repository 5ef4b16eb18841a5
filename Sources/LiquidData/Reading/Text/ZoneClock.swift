import Foundation
import Text

/// Tells the times of a time zone, by the system's zone data.
struct ZoneClock {
  private let zone: TimeZone
  /// The offset at the beginning of each day, by the day's number since 1970.
  private var offsetsOfDays: [Int: Int] = [:]

  /// Nil where the system has no such zone.
  init?(name: String) {
    guard let zone = TimeZone(identifier: name), name.contains("/") || Self.plainNames.contains(name) else {
      return nil
    }
    self.zone = zone
  }

  /// The zones of the system's data without a place in their name.
  private static let plainNames: Set<String> = [
    "UTC", "GMT", "UCT", "Zulu", "WET", "CET", "MET", "EET", "EST", "MST", "HST", "EST5EDT", "CST6CDT",
    "MST7MDT", "PST8PDT",
  ]

  /// Seconds east of UTC at a time in seconds since 1970.
  mutating func offset(at instant: Double) -> Int {
    let day = Int(saturating: (min(max(instant, -1e14), 1e14) / 86_400).rounded(.down))
    let (before, after) = (offset(ofDay: day), offset(ofDay: day + 1))
    // Only on days on which the clocks change the zone has to be asked.
    return before == after ? before : zone.secondsFromGMT(for: Date(timeIntervalSince1970: instant))
  }

  private mutating func offset(ofDay day: Int) -> Int {
    if let known = offsetsOfDays[day] { return known }
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(day) * 86_400))
    offsetsOfDays[day] = offset
    return offset
  }

  /// The times, in seconds since 1970, at which the zone's clocks show a local time, earliest first: two in the hour
  /// that occurs twice. In the hour that is left out it is the one that clocks which were not changed would show.
  mutating func instants(ofLocal seconds: Double) -> [Double] {
    let offsets = [offset(at: seconds - 86_400), offset(at: seconds + 86_400)]
    var found: [Double] = []
    for offset in offsets {
      let instant = seconds - Double(offset)
      if self.offset(at: instant) == offset, !found.contains(instant) { found.append(instant) }
    }
    return found.isEmpty ? [seconds - Double(offsets[0])] : found.sorted()
  }
}

/// Dates as they are read from a file: as if they were UTC, with the offsets of those that have a zone.
struct DateValues {
  /// Seconds since 1970 of the date and the time of day as they are written; NaN for missing ones.
  private var written: StoredBuilder<Double>
  /// In seconds east of UTC, `noZone` for dates without one; empty as long as no date has a zone.
  private var offsets: StoredBuilder<Int32>

  fileprivate static let noZone = Int32.min

  /// - Parameter space: where they are written; nil: in memory.
  init(missing count: Int = 0, in space: CacheSpace? = nil) {
    written = StoredBuilder(repeating: .nan, count: count, in: space)
    offsets = StoredBuilder(in: space)
  }

  var count: Int { written.count }

  /// See `MemoryBudget`.
  var heldBytes: Int { written.space == nil ? 12 * count : written.heldBytes + offsets.heldBytes }

  var failure: DataError? { written.failure ?? offsets.failure }

  mutating func append(_ date: DateParser.Reading?) {
    if let offset = date?.offset {
      if offsets.count == 0 { offsets.append(repeating: Self.noZone, count: written.count) }
      offsets.append(Int32(offset))
    } else if offsets.count > 0 {
      offsets.append(Self.noZone)
    }
    written.append(date?.seconds ?? .nan)
  }

  func finished() throws(DataError) -> WrittenDates {
    WrittenDates(written: try written.finished(), offsets: try offsets.finished())
  }

  /// See `WrittenDates`.
  func resolved(
    in clock: ZoneClock?, after previous: Double? = nil
  ) throws(DataError) -> (instants: Stored<Double>, offsets: Stored<Int32>?) {
    try finished().resolved(in: clock, after: previous)
  }
}

/// All dates of a column.
struct WrittenDates {
  /// As in `DateValues`.
  let written: Stored<Double>
  fileprivate let offsets: Stored<Int32>

  func followed(by next: WrittenDates) throws(DataError) -> WrittenDates {
    let hasZones = !offsets.isEmpty || !next.offsets.isEmpty
    return WrittenDates(
      written: try .joining([written, next.written]),
      offsets: try hasZones ? .joining([allOffsets(), next.allOffsets()]) : [])
  }

  private func allOffsets() throws(DataError) -> Stored<Int32> {
    try offsets.isEmpty ? written.converted { _ in DateValues.noZone } : offsets
  }

  /// Seconds since 1970 UTC, and the local time's seconds east of it; nil where that is 0 everywhere.
  ///
  /// - Parameters:
  ///   - clock: that of the zone of dates without one, and of the local times of all; nil: dates without a zone are UTC,
  ///     and the others' zones are their local time.
  ///   - previous: the instant before the first one, where they go on from others.
  func resolved(
    in clock: ZoneClock?, after previous: Double? = nil
  ) throws(DataError) -> (instants: Stored<Double>, offsets: Stored<Int32>?) {
    var instants = StoredBuilder<Double>(in: written.space)
    guard var clock else {
      guard !offsets.isEmpty else { return (written, nil) }
      let own = try offsets.converted { $0 == DateValues.noZone ? 0 : $0 }
      for (seconds, offset) in zip(written, own) { instants.append(seconds - Double(offset)) }
      return (try instants.finished(), own.contains { $0 != 0 } ? own : nil)
    }
    let (isDescending, repeats) = (isDescending, hasRepeats)
    var local = StoredBuilder<Int32>(in: written.space)
    var before: Double?
    var newest = previous
    for (row, seconds) in written.enumerated() {
      // Where times begin anew, as in another sequence, the row before tells nothing.
      let isAnew =
        before.map { isDescending ? seconds > $0 + 3600 : seconds < $0 - 3600 } ?? (previous == nil)
      before = seconds.isNaN ? before : seconds
      guard !seconds.isNaN else {
        newest = .nan
        instants.append(.nan)
        local.append(0)
        continue
      }
      let offset = offsets.isEmpty ? DateValues.noZone : offsets[row]
      let instant =
        offset == DateValues.noZone
        ? Self.next(
          of: clock.instants(ofLocal: seconds), after: isAnew ? nil : newest, isDescending,
          isLater: !repeats)
        : seconds - Double(offset)
      newest = instant
      instants.append(instant)
      local.append(Int32(clock.offset(at: instant)))
    }
    let offsets = try local.finished()
    return (try instants.finished(), offsets.contains { $0 != 0 } ? offsets : nil)
  }

  /// The hour that occurs twice is told apart by the order of the rows.
  ///
  /// - Parameter isLater: whether two rows never have the same time, as in one regular series.
  private static func next(
    of candidates: [Double], after last: Double?, _ isDescending: Bool, isLater: Bool
  ) -> Double {
    guard candidates.count > 1, let last, !last.isNaN else {
      return isDescending ? candidates[candidates.count - 1] : candidates[0]
    }
    return isDescending
      ? candidates.last { isLater ? $0 < last : $0 <= last } ?? candidates[0]
      : candidates.first { isLater ? $0 > last : $0 >= last } ?? candidates[candidates.count - 1]
  }

  /// Whether rows that follow each other have the same time more often than an hour that occurs twice explains.
  private var hasRepeats: Bool {
    let repeats = zip(written, written.dropFirst()).count { $0 == $1 }
    return repeats > 1 + written.count / 2000
  }

  /// Whether more dates lie before their predecessor than behind it.
  private var isDescending: Bool {
    var balance = 0
    for (date, next) in zip(written, written.dropFirst()) {
      if next > date { balance += 1 } else if next < date { balance -= 1 }
    }
    return balance < 0
  }
}
