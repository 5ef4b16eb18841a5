import Text

/// The times between rows, in the time column's own unit.
struct StepTimes {
  private let times: Stored<Double>
  private let order: RowOrder
  /// That of the first position, in the column's own unit; nil without rows.
  let start: Double?

  /// - Throws: if a time is missing or goes back within a sequence; equal times are allowed.
  init(column: Table.Column, order: RowOrder, table: Table) throws(DataError) {
    let times = try column.numbersOrDates(in: table)
    for range in order.ranges {
      for position in range {
        let row = order.rows[position]
        func failure(_ problem: DataError.Problem) -> DataError {
          table.failure(problem, row: row, column: column.name)
        }
        guard !times[row].isNaN else { throw failure(.missingValue(role: "time")) }
        guard position > range.lowerBound else { continue }
        let difference = times[row] - times[order.rows[position - 1]]
        guard difference >= 0 else {
          let isLocal = !column.isNumeric && column.offsets == nil
          throw failure(
            .timeGoesBack(
              isAfterSummer: isLocal && difference >= -3600
                && CalendarTime(secondsSince1970: times[row]).mayBeSetBack))
        }
      }
    }
    (self.times, self.order) = (times, order)
    start = order.rows.first.map { times[$0] }
  }

  /// The time since the position before, which is of the same sequence.
  func difference(at position: Int) -> Double {
    times[order.rows[position]] - times[order.rows[position - 1]]
  }

  /// All times between two rows of a sequence, in order.
  var differences: some Sequence<Double> {
    order.ranges.lazy.flatMap { $0.dropFirst() }.map { difference(at: $0) }
  }

  /// The median of the differences above 0 in these segments; nil if there are none.
  func median(in segments: [Segment]) -> Double? {
    let steps = segments.lazy.flatMap { segment in
      let isFirst = segment.positions.lowerBound == order.ranges[segment.sequence].lowerBound
      return segment.positions.dropFirst(isFirst ? 1 : 0)
    }.map { difference(at: $0) }.filter { $0 > 0 && $0.isFinite }
    let ranked = RankedValues(steps)
    return ranked.count > 0 ? ranked[ranked.count / 2] : nil
  }

  /// Elapsed times as a network takes them, `[positions]`; the first of a sequence is 1.
  func elapsed(in scale: ElapsedScale, _ space: CacheSpace?) throws(DataError) -> Stored<Float> {
    var elapsed = StoredBuilder<Float>(in: space)
    elapsed.reserve(order.rows.count)
    for range in order.ranges where !range.isEmpty {
      elapsed.append(1)
      for position in range.dropFirst() { elapsed.append(scale.elapsed(difference(at: position))) }
    }
    return try elapsed.finished()
  }
}

/// How times between rows become those that a network takes: in units of the median step, limited to a million; in the
/// time column's own unit and without a limit where nothing is normalised.
package struct ElapsedScale: Sendable, Hashable, Codable {
  /// What the network takes for 1, in the time column's own unit.
  package let unit: Double
  /// The longest time that the network is told, in units.
  package let limit: Double

  package init(_ schema: DataSchema) {
    let isRaw = schema.isRaw
    unit = isRaw ? 1 : schema.time?.medianStep ?? 1
    limit = isRaw ? Double(Float.greatestFiniteMagnitude) : 1e6
  }

  /// - Parameter difference: at least 0, in the time column's own unit.
  func elapsed(_ difference: Double) -> Float { Float(min(difference / unit, limit)) }
}

/// The unit in which a median step is shown.
package struct TimeUnit {
  package let name: String
  /// In units of the time column.
  let length: Double

  /// For times in seconds: seconds below two minutes, minutes below an hour, hours below a day, else days.
  init(seconds medianStep: Double) {
    (name, length) =
      switch medianStep {
      case ..<120: ("s", 1)
      case ..<3_600: ("min", 60)
      case ..<86_400: ("h", 3_600)
      default: ("d", 86_400)
      }
  }

  /// For numbers: the unit in the column's name (`time_ms`, `t (s)`, `hours`), or the name itself.
  package init(columnName: String) {
    let words = columnName.lowercased().split { !$0.isLetter }
    name = words.last.flatMap { Self.names[String($0)] } ?? columnName
    length = 1
  }

  /// In seconds; nil where the name is not a unit's.
  package var seconds: Double? { Self.seconds(name) }

  static func seconds(_ name: String) -> Double? {
    switch name {
    case "us": 1e-6
    case "ms": 1e-3
    case "s": 1
    case "min": 60
    case "h": 3_600
    case "d": 86_400
    default: nil
    }
  }

  private static let names: [String: String] = [
    "us": "us", "ms": "ms", "milliseconds": "ms", "s": "s", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "h": "h", "hr": "h",
    "hour": "h", "hours": "h", "d": "d", "day": "d", "days": "d",
  ]
}
