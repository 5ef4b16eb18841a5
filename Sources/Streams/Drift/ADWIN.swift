import Foundation

/// Adaptive windowing: keeps a window of the newest values for as long as no two parts of it have means that differ by
/// more than chance allows. An alarm is a window that was cut.
///
/// This is ADWIN2 of Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing" (SIAM International
/// Conference on Data Mining, 2007), with the alarms of the Python package `river` at the same rows.
///
/// - Complexity: memory and a check are O(`maxBuckets` · log n) for a window of n values.
public struct ADWIN: DriftDetector {
  /// The chance of a false alarm that a check allows.
  public let delta: Double
  /// Values from one check to the next.
  public let clock: Int
  /// Buckets of one size, before the two oldest become one of twice the size.
  public let maxBuckets: Int
  /// Values at least in each of the two parts that are compared.
  public let minWindowLength: Int
  /// Values before the first check.
  public let gracePeriod: Int

  private var window = Window()
  private var valuesSinceStart = 0
  private var beginsAnew = false

  public init(
    delta: Double = 0.002, clock: Int = 32, maxBuckets: Int = 5, minWindowLength: Int = 5,
    gracePeriod: Int = 10
  ) {
    precondition(delta > 0 && delta < 1, "delta \(delta) is not between 0 and 1")
    precondition(
      clock >= 1 && maxBuckets >= 1 && minWindowLength >= 1, "clock, buckets and length are 1 at least")
    self.delta = delta
    self.clock = clock
    self.maxBuckets = maxBuckets
    self.minWindowLength = minWindowLength
    self.gracePeriod = gracePeriod
  }

  /// Values in the window.
  public var width: Int { window.width }
  /// The mean of the window; nil while it is empty.
  public var mean: Double? { width > 0 ? window.total / Double(width) : nil }
  /// Buckets that the window is kept in.
  package var bucketCount: Int { window.rows.reduce(0) { $0 + $1.count } }

  public mutating func update(_ value: Double) -> Bool {
    guard value.magnitude <= ErrorLimit.value else { return false }
    if beginsAnew { (window, valuesSinceStart) = (Window(), 0) }
    valuesSinceStart += 1
    window.append(value, maxBuckets: maxBuckets)
    let isChecked = valuesSinceStart % clock == 0 && width > gracePeriod
    beginsAnew = isChecked && cut()
    return beginsAnew
  }

  /// Drops the oldest buckets until no two parts of the window differ.
  private mutating func cut() -> Bool {
    var wasCut = false
    while hasTwoMeans {
      window.dropOldest()
      wasCut = true
    }
    return wasCut
  }

  /// Whether the window falls into an older and a newer part with different means. Every border between two buckets is
  /// tried, from the oldest on.
  private var hasTwoMeans: Bool {
    let newest = (row: 0, bucket: window.rows[0].count - 1)
    var (older, olderTotal) = (0, 0.0)
    for row in window.rows.indices.reversed() {
      for (index, bucket) in window.rows[row].enumerated() where (row, index) != newest {
        older += 1 << row
        olderTotal += bucket.total
        let newer = width - older
        guard older >= minWindowLength, newer >= minWindowLength else { continue }
        let difference = olderTotal / Double(older) - (window.total - olderTotal) / Double(newer)
        if difference.magnitude > largestDifference(older, newer) { return true }
      }
    }
    return false
  }

  /// How far apart the means of two parts of the window may be by chance (the paper's equation 3.1, of a normal
  /// approximation and its correction for few values).
  private func largestDifference(_ older: Int, _ newer: Int) -> Double {
    let confidence = log(2 * log(Double(width)) / delta)
    let parts = 1 / Double(older - minWindowLength + 1) + 1 / Double(newer - minWindowLength + 1)
    let variance = window.squares / Double(width)
    return (2 * parts * variance * confidence).squareRoot() + 2 / 3 * confidence * parts
  }

  /// An exponential histogram: row r has buckets of 2^r values each, the oldest first; the rows of the largest buckets
  /// hold the oldest values.
  private struct Window: Codable, Sendable, Hashable {
    struct Bucket: Codable, Sendable, Hashable {
      var total: Double
      /// The sum of the squared differences to the bucket's mean.
      var squares: Double
    }

    var rows: [[Bucket]] = [[]]
    var width = 0
    var total = 0.0
    /// The sum of the squared differences to the window's mean.
    var squares = 0.0

    mutating func append(_ value: Double, maxBuckets: Int) {
      if width > 0 {
        let before = Double(width)
        let difference = value - total / before
        squares += before * difference * difference / (before + 1)
      }
      width += 1
      total += value
      rows[0].append(Bucket(total: value, squares: 0))
      var row = 0
      while rows[row].count > maxBuckets {
        if row + 1 == rows.count { rows.append([]) }
        rows[row + 1].append(Self.merged(rows[row][0], rows[row][1], size: Double(1 << row)))
        rows[row].removeFirst(2)
        row += 1
      }
    }

    private static func merged(_ one: Bucket, _ other: Bucket, size: Double) -> Bucket {
      let difference = one.total / size - other.total / size
      return Bucket(
        total: one.total + other.total,
        squares: one.squares + other.squares + size * difference * difference / 2)
    }

    mutating func dropOldest() {
      guard let row = rows.indices.last, row > 0 || rows[0].count > 1 else { return }
      let bucket = rows[row].removeFirst()
      let size = Double(1 << row)
      width -= 1 << row
      total -= bucket.total
      let rest = Double(width)
      let difference = bucket.total / size - total / rest
      squares -= bucket.squares + size * rest * difference * difference / (size + rest)
      if row > 0, rows[row].isEmpty { rows.removeLast() }
    }
  }
}
