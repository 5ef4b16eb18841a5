import Foundation

/// Limits how often something is done that takes time from training.
package struct CostBudget: Sendable {
  /// The share of the time that it may take.
  private let share: Double

  package init(share: Double) {
    self.share = share
  }

  /// Seconds until it may be done again.
  ///
  /// - Parameters:
  ///   - cost: the seconds that it took.
  ///   - interval: the fewest seconds in between.
  package func pause(cost: Double, interval: Double) -> Double { max(interval, cost / share) }
}

/// When the next frame is due: often enough for a smooth picture, seldom enough not to slow training down.
package struct ReportSchedule: Sendable {
  /// The fewest seconds between frames.
  private static let interval = 0.1
  private static let budget = CostBudget(share: 0.02)

  private var nextDue = -Double.infinity

  package init() {}

  package func isDue(now: Double) -> Bool { now >= nextDue }

  /// Notes that a frame was made at `now` and took `cost` seconds.
  package mutating func reported(now: Double, cost: Double) {
    nextDue = now + Self.budget.pause(cost: cost, interval: Self.interval)
  }
}

/// When a checkpoint is due: small networks make hundreds of epochs a second, and each checkpoint is a whole model file.
package struct CheckpointSchedule: Sendable {
  /// Seconds between two checkpoints of the best parameters: what a crash can lose.
  private static let bestInterval = 1.0
  /// The fewest seconds between two periodic checkpoints: at first, doubling each time, up to the longest. A crash costs
  /// that much training.
  private static let firstInterval = 1.0
  private static let longestInterval = 10.0
  private static let periodicBudget = CostBudget(share: 0.01)

  private var isBestPending = false
  private var lastBest = -Double.infinity
  private var nextPeriodic = -Double.infinity
  private var interval = firstInterval

  package init() {}

  /// Notes that there are new best parameters.
  package mutating func foundBest() { isBestPending = true }

  /// Whether the best parameters are to be sent now.
  package mutating func takeBest(now: Double) -> Bool {
    guard isBestPending, now - lastBest >= Self.bestInterval else { return false }
    isBestPending = false
    lastBest = now
    return true
  }

  /// Whether a periodic checkpoint is due; the first one is at once.
  package func isPeriodicDue(now: Double) -> Bool { now >= nextPeriodic }

  /// Notes that one was made at `now`, which took `cost` seconds.
  package mutating func savedPeriodic(now: Double, cost: Double) {
    nextPeriodic = now + Self.periodicBudget.pause(cost: cost, interval: interval)
    interval = min(Self.longestInterval, interval * 2)
  }
}

/// A value that is costly to measure: measured at every key frame, else seldom enough not to slow training down.
package struct CostlyReading<Value: Sendable>: Sendable {
  private let interval: Double
  private let budget: CostBudget
  private var nextDue = -Double.infinity
  private var latest: Value?

  /// - Parameters:
  ///   - interval: the fewest seconds between readings.
  ///   - share: the share of the time that they may take.
  package init(interval: Double, share: Double) {
    self.interval = interval
    budget = CostBudget(share: share)
  }

  /// Forgets the newest value, which is of something else now; the next is measured as soon as the budget allows.
  package mutating func forget() { latest = nil }

  /// The newest value, measured now where it is due.
  package mutating func update(isKey: Bool, now: () -> Double, read: () -> Value?) -> Value? {
    let started = now()
    guard isKey || started >= nextDue else { return latest }
    latest = read()
    let finished = now()
    nextDue = finished + budget.pause(cost: finished - started, interval: interval)
    return latest
  }
}

/// How fast training goes, smoothed over the last few seconds; pauses do not count.
package struct SpeedMeter: Sendable {
  /// Seconds after which an observation weighs 1/e.
  private static let memory = 3.0

  private var sequences = 0.0
  private var steps = 0.0
  private var stepSeconds = 0.0
  private var allSeconds = 0.0

  package init() {}

  /// Notes one step.
  ///
  /// - Parameters:
  ///   - seconds: what the step itself took.
  ///   - validation: what a validation after it took.
  package mutating func add(sequences count: Int, seconds: Double, validation: Double = 0) {
    let keep = exp(-(seconds + validation) / Self.memory)
    sequences = sequences * keep + Double(count)
    steps = steps * keep + 1
    stepSeconds = stepSeconds * keep + seconds
    allSeconds = allSeconds * keep + seconds + validation
  }

  /// Sequences a second of training alone; 0 before the first step.
  package var sequencesPerSecond: Double { stepSeconds > 0 ? sequences / stepSeconds : 0 }

  /// Seconds a step with its share of the validations; nil before the first step.
  package var secondsPerStep: Double? { steps > 0 ? allSeconds / steps : nil }
}
