/// When the next frame is due: often enough for a living picture, seldom enough not to slow training down.
package struct ReportSchedule: Sendable {
  /// Seconds between frames at the least.
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
