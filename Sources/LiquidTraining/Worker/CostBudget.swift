/// How often something may be done that takes time from training.
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
  ///   - interval: the seconds that are to pass at the least.
  package func pause(cost: Double, interval: Double) -> Double { max(interval, cost / share) }
}
