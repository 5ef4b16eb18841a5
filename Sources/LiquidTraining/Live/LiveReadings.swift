import Foundation
import Streams
import Telemetry

/// What is measured about a stream while it is answered to: how fast, how late, whether rows still come, and how the
/// neurons' time constants move.
struct LiveReadings {
  private var rate = RateMeter()
  private var latency = LatencyMeter()
  private var lastRow: Double?
  /// The usual time between rows, smoothed.
  private var usualGap: Double?
  private var backlog = 0
  private var dropped = 0
  private var isStale = false
  private var lastReported = 0.0
  /// Why the source is away for now.
  var interruption: String?
  var hasEnded = false
  private var timeConstants = TimeConstantDrift()

  /// A stream is stale after so many usual times between rows, and not before a second.
  private static let staleGaps = 5.0
  private static let leastStale = 1.0

  /// Seconds that the next read may wait, so that a change of condition shows.
  var patience: Double { isStale || interruption != nil ? 0.5 : 0.1 }

  mutating func received(_ batch: StreamOpening.Rows) {
    backlog = batch.backlog
    dropped = batch.dropped
  }

  /// Counts an answer.
  ///
  /// - Parameter late: seconds since it arrived; nil for one that had to wait for others.
  mutating func answered(late: Double?) {
    if let late { latency.add(late) }
  }

  /// Counts a row that came, whether it has an answer or not.
  mutating func arrived(now: Double) {
    rate.add(at: now)
    if let lastRow {
      let gap = now - lastRow
      usualGap = usualGap.map { $0 + 0.05 * (gap - $0) } ?? gap
    }
    lastRow = now
  }

  /// Whether rows have come to a stop, or come again, since the last call, or a second has passed while they do not come.
  mutating func changedCondition(now: Double) -> Bool {
    let wasStale = isStale
    isStale = silence(now) > max(Self.leastStale, Self.staleGaps * (usualGap ?? 0))
    if isStale, now - lastReported >= 1 || !wasStale {
      lastReported = now
      return true
    }
    return wasStale != isStale
  }

  private func silence(_ now: Double) -> Double { lastRow.map { now - $0 } ?? 0 }

  func rowsPerSecond(now: Double) -> Double? { rate.rate(at: now) }

  /// The time constants after the newest row, in the data's unit, `[neurons]`; empty where the network has none.
  mutating func readTimeConstants(of session: LiveSession) -> [Float] {
    timeConstants.add(session.network.timeConstants.map { $0 * Float(session.layout.timeUnit) })
  }

  var hasTimeConstants: Bool { timeConstants.isKnown }

  func status(of session: LiveSession, opening: StreamOpening, now: Double) -> StreamStatus {
    let own: StreamStatus.Condition = isStale ? .stale(seconds: silence(now)) : .live
    return StreamStatus(
      rows: session.rows, judged: session.judged, brokenLines: opening.brokenLines, backlog: backlog,
      dropped: dropped, rowsPerSecond: rowsPerSecond(now: now) ?? 0,
      latency: latency.quantile(0.5).map {
        StreamStatus.Latency(median: $0, p99: latency.quantile(0.99) ?? $0)
      },
      errorName: session.errorName, error: session.totalError, windowError: session.windowError,
      naiveName: "no change", naiveError: session.totalNaiveError, windowNaiveError: session.windowNaiveError,
      figures: session.figures.map { StreamStatus.Figure(name: $0.name, value: $0.value) },
      alarms: session.alarms, lastAlarm: session.lastAlarm, learning: session.method.rawValue,
      isLearning: session.isLearning,
      condition: hasEnded ? .ended : interruption.map { .interrupted($0) } ?? own,
      timeConstantRatios: timeConstants.ratios, twin: session.twinStatus)
  }
}

/// How far time constants have moved: their mean over the newest rows relative to that over the first ones.
private struct TimeConstantDrift {
  /// Rows that the first mean is of, and those that the newest one remembers.
  private static let rows: Float = 100

  private var count: Float = 0
  private var first: [Float] = []
  private var newest: [Float] = []
  private(set) var isKnown = false

  /// Takes those of a row and gives them back; nothing where all are infinite: the network has none.
  mutating func add(_ values: [Float]) -> [Float] {
    guard values.contains(where: { $0.isFinite }) else { return [] }
    isKnown = true
    if newest.isEmpty { (first, newest) = (values, values) }
    count += 1
    for (index, value) in values.enumerated() where value.isFinite {
      // What was held at first has no mean yet.
      if !newest[index].isFinite { (first[index], newest[index]) = (value, value) }
      newest[index] += (value - newest[index]) / min(count, Self.rows)
      if count <= Self.rows { first[index] = newest[index] }
    }
    return values
  }

  var ratios: [Float] { zip(newest, first).map { $0 / $1 } }
}

/// When the sliding error goes to the curves: after each of the first rows, then ever more seldom, at least once a second.
struct ScalarSchedule {
  private static let interval = 1.0
  private var nextRow = 1
  private var nextTime = -Double.infinity

  /// Whether it is due after a row; it is then taken as done.
  mutating func isDue(row: Int, now: Double) -> Bool {
    guard row >= nextRow || now >= nextTime else { return false }
    var spacing = 1
    while spacing * 1000 <= row { spacing *= 10 }
    nextRow = row + spacing
    nextTime = now + Self.interval
    return true
  }
}
