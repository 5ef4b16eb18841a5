/// When parameters are worth sending as a checkpoint: small networks have hundreds of epochs a second, and each
/// checkpoint is a whole model file.
package struct CheckpointSchedule: Sendable {
  /// Seconds between two checkpoints of the best parameters: what a crash can cost.
  private static let bestInterval = 1.0
  /// Seconds between two checkpoints of where training stands, at the least, once it has lasted: what is trained anew
  /// after a crash.
  private static let periodicInterval = 10.0
  /// The same at first; it doubles each time.
  private static let firstInterval = 1.0
  private static let periodicBudget = CostBudget(share: 0.01)

  private var isBestPending = false
  private var lastBest = -Double.infinity
  private var nextPeriodic = -Double.infinity
  private var interval = firstInterval

  package init() {}

  /// Notes that there are better parameters than ever before.
  package mutating func foundBest() { isBestPending = true }

  /// True where the best parameters are to be sent now.
  package mutating func takeBest(now: Double) -> Bool {
    guard isBestPending, now - lastBest >= Self.bestInterval else { return false }
    isBestPending = false
    lastBest = now
    return true
  }

  /// Whether training is to be saved as it stands now; at first it is.
  package func isPeriodicDue(now: Double) -> Bool { now >= nextPeriodic }

  /// Notes that it was saved at `now`, which took `cost` seconds.
  package mutating func savedPeriodic(now: Double, cost: Double) {
    nextPeriodic = now + Self.periodicBudget.pause(cost: cost, interval: interval)
    interval = min(Self.periodicInterval, interval * 2)
  }
}
