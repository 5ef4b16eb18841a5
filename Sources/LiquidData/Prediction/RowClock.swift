/// The times between the rows of a sequence, one row after another: what `StepTimes`, cuts at gaps and resampling make of
/// a table's times.
struct RowClock: Sendable, Hashable, Codable {
  private let scale: ElapsedScale
  private let column: String?
  /// How long a row lasts of which nothing is known.
  private let usualStep: Double
  /// A row that comes later begins a new sequence; nil: none does.
  private let gap: Double?
  /// The step to which rows were resampled; nil: they were not.
  private let gridStep: Double?
  /// As a share of a step: how far rows may be from where resampling would have put them.
  private static let tolerance = 0.01

  /// Rows of the sequence so far, those without an answer included.
  private var count = 0
  /// The first row's time, and the last one's, as far as they are known.
  private var start: Double?
  private(set) var last: Double?
  /// Whether a row has had an answer.
  private(set) var hasAnswered = false
  private var lastAnswered: Double?
  /// Since the last row with an answer, of rows without one.
  private var waiting = 0.0
  /// Whether these, if any, are differences of known times.
  private var isWaitingExact = true

  init(_ schema: DataSchema) {
    scale = ElapsedScale(schema)
    let time = schema.time
    column = time?.column
    gridStep = schema.preparation?.resample
    usualStep = schema.usualStep
    gap = schema.preparation?.cutGaps.flatMap { limit in
      time.flatMap { time in
        limit.inUnit(of: TimeUnit.seconds(time.unit).map { $0 / time.unitLength })
      }
    }
  }

  /// A row as it is timed.
  struct Step {
    /// Whether it is the first of its sequence.
    let isFirst: Bool
    /// Since the row before; 0 at the first.
    let difference: Double
    /// In the time column's own unit, where it is known.
    let moment: Double?
    fileprivate let isExact: Bool
  }

  /// Begins a new sequence.
  mutating func reset() {
    count = 0
    (start, last, lastAnswered) = (nil, nil, nil)
    (hasAnswered, waiting, isWaitingExact) = (false, 0, true)
  }

  /// Goes on to the next row.
  ///
  /// - Parameters:
  ///   - time: the row's own, if it has one.
  ///   - elapsed: since the row before, whatever `time` says; nil: what that says, else the usual step.
  mutating func advance(time: Double?, elapsed: Double?) throws(PredictorError) -> Step {
    if let elapsed, !(elapsed >= 0 && elapsed.isFinite) { throw .badElapsed(elapsed) }
    if let time, let last, time < last {
      throw .timeGoesBack(column: column ?? "", from: last, to: time)
    }
    let known = elapsed == nil ? time.flatMap { time in last.map { time - $0 } } : nil
    let difference = elapsed ?? known ?? usualStep
    if count > 0, let gap, difference > gap { reset() }
    defer { count += 1 }
    guard count > 0 else {
      (start, last) = (time, time)
      return Step(isFirst: true, difference: 0, moment: time, isExact: true)
    }
    let step: Step
    if let gridStep {
      step = try onGrid(gridStep, difference: difference)
    } else {
      let moment = time ?? last.map { $0 + difference }
      step = Step(isFirst: false, difference: difference, moment: moment, isExact: known != nil)
    }
    last = step.moment
    return step
  }

  /// The row at the place where resampling puts it.
  private func onGrid(_ length: Double, difference: Double) throws(PredictorError) -> Step {
    let moment = start.map { $0 + Double(count) * length }
    guard (difference - length).magnitude <= length * Self.tolerance else {
      throw .otherStep(expected: length, found: difference)
    }
    let exact = moment.flatMap { moment in last.map { moment - $0 } }
    return Step(
      isFirst: false, difference: exact ?? length, moment: moment, isExact: exact != nil)
  }

  /// The time that a network is told has passed before a row that it answers to.
  mutating func answered(_ step: Step) -> Float {
    defer {
      (hasAnswered, lastAnswered) = (true, step.moment)
      (waiting, isWaitingExact) = (0, true)
    }
    guard hasAnswered else { return 1 }
    if isWaitingExact, step.isExact, let moment = step.moment, let lastAnswered {
      return scale.elapsed(moment - lastAnswered)
    }
    return scale.elapsed(waiting + step.difference)
  }

  /// A row without an answer, whose time counts with the next one's.
  mutating func leftOut(_ step: Step) {
    waiting += step.difference
    isWaitingExact = isWaitingExact && step.isExact
  }
}
