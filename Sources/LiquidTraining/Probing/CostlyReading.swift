/// Keeps what is costly to find out up to date: at every key frame, else seldom enough not to slow training down.
package struct CostlyReading<Value: Sendable>: Sendable {
  private let interval: Double
  private let budget: CostBudget
  private var nextDue = -Double.infinity
  private var latest: Value?

  /// - Parameters:
  ///   - interval: seconds between readings at the least.
  ///   - share: of the time that they may take.
  package init(interval: Double, share: Double) {
    self.interval = interval
    budget = CostBudget(share: share)
  }

  /// The newest one, read now where it is due.
  package mutating func update(isKey: Bool, now: () -> Double, read: () -> Value?) -> Value? {
    let started = now()
    guard isKey || started >= nextDue else { return latest }
    latest = read()
    let finished = now()
    nextDue = finished + budget.pause(cost: finished - started, interval: interval)
    return latest
  }
}
