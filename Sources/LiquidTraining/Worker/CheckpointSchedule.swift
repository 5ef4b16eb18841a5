/// When parameters are worth sending as a checkpoint: small networks have hundreds of epochs a second, and each
/// checkpoint is a whole model file.
package struct CheckpointSchedule: Sendable {
  /// Seconds between two checkpoints of the best parameters: what a crash can cost.
  private static let bestInterval = 1.0
  /// Seconds between two checkpoints of where training stands.
  private static let periodicInterval = 5.0

  private var isBestPending = false
  private var lastBest = -Double.infinity
  private var lastPeriodic: Double

  /// - Parameter start: the time at which training starts, in seconds.
  package init(start: Double) {
    lastPeriodic = start
  }

  /// Notes that there are better parameters than ever before.
  package mutating func foundBest() { isBestPending = true }

  /// True where the best parameters are to be sent now.
  package mutating func takeBest(now: Double) -> Bool {
    guard isBestPending, now - lastBest >= Self.bestInterval else { return false }
    isBestPending = false
    lastBest = now
    return true
  }

  /// True where the present parameters are to be sent now.
  package mutating func takePeriodic(now: Double) -> Bool {
    guard now - lastPeriodic >= Self.periodicInterval else { return false }
    lastPeriodic = now
    return true
  }
}
