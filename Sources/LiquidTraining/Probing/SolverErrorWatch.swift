import Telemetry

/// Keeps the error of the network's solver up to date: at every key frame, else seldom enough not to slow training
/// down.
package struct SolverErrorWatch: Sendable {
  /// Seconds between measurements at the least.
  private static let interval = 1.0
  private static let budget = CostBudget(share: 0.005)

  private var nextDue = -Double.infinity
  private var latest: SolverError?

  package init() {}

  /// The newest error, measured now where it is due.
  package mutating func update(
    isKey: Bool, now: () -> Double, measure: () -> SolverError?
  ) -> SolverError? {
    let started = now()
    guard isKey || started >= nextDue else { return latest }
    latest = measure()
    let finished = now()
    nextDue = finished + Self.budget.pause(cost: finished - started, interval: Self.interval)
    return latest
  }
}
