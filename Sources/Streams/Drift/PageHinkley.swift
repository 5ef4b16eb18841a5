/// The Page-Hinkley test: sums how far values are from their mean so far, and says when the sum has left its smallest or
/// largest value by more than a threshold.
///
/// After E. S. Page, "Continuous inspection schemes" (Biometrika 41, 1954), with a fading factor and the alarms of the
/// Python package `river` at the same rows. Memory is a few numbers.
public struct PageHinkley: DriftDetector {
  /// Which changes of the mean count.
  public enum Mode: String, Codable, Sendable, Hashable, CaseIterable {
    case up, down, both
  }

  /// Values before the first alarm.
  public let minInstances: Int
  /// Changes of the mean up to this size are allowed.
  public let delta: Double
  /// How far the sum may go.
  public let threshold: Double
  /// What is left of the sum after each value.
  public let alpha: Double
  public let mode: Mode

  private var sums = Sums()
  private var beginsAnew = false

  private struct Sums: Codable, Sendable, Hashable {
    var values = 0
    var mean = 0.0
    var increase = 0.0
    var decrease = 0.0
    /// Nil before the first value.
    var smallestIncrease: Double?
    /// `river` starts at -1, too.
    var largestDecrease = -1.0
  }

  public init(
    minInstances: Int = 30, delta: Double = 0.005, threshold: Double = 50, alpha: Double = 0.9999,
    mode: Mode = .both
  ) {
    precondition(delta.isFinite && threshold.isFinite, "delta \(delta), threshold \(threshold)")
    precondition(alpha >= 0 && alpha <= 1, "alpha \(alpha) is not between 0 and 1")
    self.minInstances = minInstances
    self.delta = delta
    self.threshold = threshold
    self.alpha = alpha
    self.mode = mode
  }

  public mutating func update(_ value: Double) -> Bool {
    guard value.magnitude <= ErrorLimit.value else { return false }
    if beginsAnew { sums = Sums() }
    sums.values += 1
    sums.mean += (value - sums.mean) / Double(sums.values)
    let difference = value - sums.mean
    sums.increase = alpha * sums.increase + difference - delta
    sums.decrease = alpha * sums.decrease + difference + delta
    let smallest = min(sums.smallestIncrease ?? sums.increase, sums.increase)
    sums.smallestIncrease = smallest
    sums.largestDecrease = max(sums.largestDecrease, sums.decrease)
    let hasRisen = mode != .down && sums.increase - smallest > threshold
    let hasFallen = mode != .up && sums.largestDecrease - sums.decrease > threshold
    beginsAnew = sums.values >= minInstances && (hasRisen || hasFallen)
    return beginsAnew
  }
}
