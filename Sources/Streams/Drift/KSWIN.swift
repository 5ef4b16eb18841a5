/// Kolmogorov-Smirnov windowing: compares the distribution of the newest values with that of values drawn from an older
/// window. It sees changes of spread and shape, not of the mean alone.
///
/// After Raab, Heusinger and Schleif, "Reactive soft prototype computing for concept drift streams" (Neurocomputing 416,
/// 2020), with the alarms of the Python package `river` at the same rows for the same seed: the older values are drawn as
/// Python's `random.sample` draws them, and the test is exact.
///
/// Memory is `windowSize` values and the generator's 2.5 kB.
public struct KSWIN: DriftDetector {
  /// The test's level: the chance of a false alarm at each value.
  public let alpha: Double
  /// Values in the sliding window.
  public let windowSize: Int
  /// How many of them are the newest, and how many older ones are drawn.
  public let statSize: Int
  public let seed: UInt64

  /// The smallest difference of the two distributions that is an alarm, in steps of 1 / `statSize`.
  private let alarmSteps: Int
  /// The newest values; once it is full, the oldest is at `position`.
  private var window: [Double] = []
  private var position = 0
  private var generator: MersenneTwister
  private var beginsAnew = false

  /// - Precondition: `statSize` is 1 to 10,000 and at most half of `windowSize`.
  public init(alpha: Double = 0.005, windowSize: Int = 100, statSize: Int = 30, seed: UInt64 = 0) {
    precondition(alpha >= 0 && alpha <= 1, "alpha \(alpha) is not between 0 and 1")
    precondition(
      1...10_000 ~= statSize && statSize <= windowSize - statSize,
      "\(statSize) values cannot be drawn from the older ones in a window of \(windowSize)")
    self.alpha = alpha
    self.windowSize = windowSize
    self.statSize = statSize
    self.seed = seed
    alarmSteps = Self.alarmSteps(alpha: alpha, size: statSize)
    generator = MersenneTwister(seed: seed)
  }

  /// Differences of up to a tenth are no alarm, however many values they were found in.
  private static func alarmSteps(alpha: Double, size: Int) -> Int {
    (1...size).first { steps in
      Double(steps) / Double(size) > 0.1
        && TwoSampleTest.probability(steps: steps, size: size) <= alpha
    } ?? size + 1
  }

  public mutating func update(_ value: Double) -> Bool {
    guard value.magnitude <= ErrorLimit.value else { return false }
    if beginsAnew {
      window.removeAll(keepingCapacity: true)
      (position, generator) = (0, MersenneTwister(seed: seed))
    }
    if window.count < windowSize {
      window.append(value)
    } else {
      window[position] = value
      position = (position + 1) % windowSize
    }
    guard window.count == windowSize else {
      beginsAnew = false
      return false
    }
    let older = windowSize - statSize
    let drawn = generator.sample(statSize, below: older).map { self[$0] }
    let newest = (older..<windowSize).map { self[$0] }
    beginsAnew = TwoSampleTest.steps(drawn.sorted(), newest.sorted()) >= alarmSteps
    return beginsAnew
  }

  /// The values of a full window, the oldest first.
  private subscript(age: Int) -> Double { window[(position + age) % windowSize] }
}

/// The two-sided test of Kolmogorov and Smirnov for two samples of the same size.
package enum TwoSampleTest {
  /// The largest difference between the samples' distribution functions, in steps of 1 / size.
  ///
  /// - Parameters: the samples, ascending.
  package static func steps(_ one: [Double], _ other: [Double]) -> Int {
    var (first, second, largest) = (0, 0, 0)
    while first < one.count, second < other.count {
      let value = min(one[first], other[second])
      while first < one.count, one[first] == value { first += 1 }
      while second < other.count, other[second] == value { second += 1 }
      largest = max(largest, max(first - second, second - first))
    }
    return largest
  }

  /// The chance that two samples of one distribution differ by so many steps or more, exactly:
  /// 2 (C(2n, n-h) - C(2n, n-2h) + C(2n, n-3h) - ...) / C(2n, n) for h steps and n values in each sample (Gnedenko and
  /// Korolyuk, 1951).
  package static func probability(steps: Int, size: Int) -> Double {
    // Each term is the one before times a ratio, so that the sum is r1 (1 - r2 (1 - r3 ...)).
    var sum = 0.0
    for term in (0...size / steps).reversed() {
      var ratio = 1.0
      for place in term * steps..<(term + 1) * steps {
        ratio *= Double(size - place) / Double(size + place + 1)
      }
      sum = ratio * (1 - sum)
    }
    return min(1, 2 * sum)
  }
}
