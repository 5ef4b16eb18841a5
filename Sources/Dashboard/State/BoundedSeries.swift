import Screen

/// A curve of bounded memory: beyond its capacity neighbouring points are merged into buckets that keep the mean,
/// the minimum and the maximum, so a spike of one step stays visible for ever.
public struct BoundedSeries: Sendable {
  /// In order of x.
  public private(set) var points: [ChartPoint] = []
  public let capacity: Int
  /// How many values a full bucket stands for: a power of two.
  public private(set) var bucketSize = 1
  /// How many values the newest bucket has.
  private var newestCount = 0

  /// An empty curve that keeps at most `capacity` points, which is at least two.
  public init(capacity: Int = 20_000) {
    precondition(capacity >= 2, "a series keeps at least two points, not \(capacity)")
    self.capacity = capacity
  }

  /// Adds a value. An x that was there already (training went back to a checkpoint) replaces what followed it.
  public mutating func append(x: Double, y: Double) {
    guard x.isFinite else { return }
    while let last = points.last, last.x >= x {
      points.removeLast()
      newestCount = bucketSize
    }
    let point = ChartPoint(x: x, y: y)
    if newestCount < bucketSize, let last = points.last {
      points[points.count - 1] = Self.merged(last, Double(newestCount), point, 1)
      newestCount += 1
      return
    }
    points.append(point)
    newestCount = 1
    if points.count > capacity { halve() }
  }

  private mutating func halve() {
    // An odd one out at the end stays as the newest, unfinished bucket.
    var halved: [ChartPoint] = []
    halved.reserveCapacity(capacity)
    for index in stride(from: 0, to: points.count, by: 2) {
      guard index + 1 < points.count else {
        halved.append(points[index])
        break
      }
      let isNewest = index + 2 == points.count
      let weight = isNewest ? Double(newestCount) / Double(bucketSize) : 1
      halved.append(Self.merged(points[index], 1, points[index + 1], weight))
    }
    newestCount += points.count % 2 == 0 ? bucketSize : 0
    points = halved
    bucketSize *= 2
  }

  /// The weighted mean and the joint range; what is not finite counts only where both are.
  private static func merged(_ a: ChartPoint, _ aCount: Double, _ b: ChartPoint, _ bCount: Double)
    -> ChartPoint
  {
    guard b.y.isFinite else { return a }
    guard a.y.isFinite else { return ChartPoint(x: a.x, y: b.y, low: b.low, high: b.high) }
    return ChartPoint(
      x: a.x, y: (a.y * aCount + b.y * bCount) / (aCount + bCount), low: min(a.low, b.low),
      high: max(a.high, b.high))
  }
}
