import Screen
import Telemetry

/// The losses of a run so far, in bounded memory.
public struct ScalarHistory: Sendable {
  public private(set) var training = BoundedSeries()
  public private(set) var validation = BoundedSeries()
  /// The scalars of the newest step.
  public private(set) var latest: StepScalars?
  public private(set) var latestValidation: Validation?
  public private(set) var bestValidationLoss: Double?
  /// The smallest finite training loss.
  public private(set) var bestLoss: Double?

  /// A history of no steps.
  public init() {}

  /// Adds the next step.
  public mutating func append(_ scalars: StepScalars) {
    let step = Double(scalars.step)
    training.append(x: step, y: scalars.loss, elapsed: scalars.elapsed)
    latest = scalars
    if scalars.loss.isFinite { bestLoss = min(bestLoss ?? .infinity, scalars.loss) }
    guard let value = scalars.validation else { return }
    validation.append(x: step, y: value.loss, elapsed: scalars.elapsed)
    latestValidation = value
    if value.loss.isFinite { bestValidationLoss = min(bestValidationLoss ?? .infinity, value.loss) }
  }
}

/// A curve of bounded memory: beyond its capacity neighbouring points are merged into buckets that keep the mean,
/// the minimum and the maximum, so that a spike of one step stays visible.
public struct BoundedSeries: Sendable {
  /// In order of x.
  public private(set) var points: [ChartPoint] = []
  /// Seconds since training started at the first value of each point; NaN where unknown.
  public private(set) var elapsed: [Double] = []
  public let capacity: Int
  /// How many values a full bucket stands for: a power of two.
  public private(set) var bucketSize = 1
  /// How many values the newest bucket has.
  private var newestCount = 0

  /// A little more than the columns of dots of a chart across a wide screen: every drawing visits all points.
  public static let defaultCapacity = 2_048

  /// An empty curve that keeps at most `capacity` points, which is at least two.
  public init(capacity: Int = Self.defaultCapacity) {
    precondition(capacity >= 2, "a series keeps at least two points, not \(capacity)")
    self.capacity = capacity
  }

  /// Adds a value. An x that is not beyond the last one (training went back to a checkpoint) replaces what followed it.
  public mutating func append(x: Double, y: Double, elapsed time: Double = .nan) {
    guard x.isFinite else { return }
    while let last = points.last, last.x >= x {
      points.removeLast()
      elapsed.removeLast()
      newestCount = bucketSize
    }
    let point = ChartPoint(x: x, y: y)
    if newestCount < bucketSize, !points.isEmpty {
      points[points.count - 1].merge(point)
      newestCount += 1
      return
    }
    points.append(point)
    elapsed.append(time)
    newestCount = 1
    if points.count > capacity { halve() }
  }

  private mutating func halve() {
    let count = points.count
    for index in 0..<((count + 1) / 2) {
      points[index] = points[2 * index]
      elapsed[index] = elapsed[2 * index]
      // A point left over at the end stays as the newest, unfinished bucket.
      if 2 * index + 1 < count { points[index].merge(points[2 * index + 1]) }
    }
    points.removeLast(count / 2)
    elapsed.removeLast(count / 2)
    newestCount += count % 2 == 0 ? bucketSize : 0
    bucketSize *= 2
  }

  /// The points over another x axis; those without a time are left out of axes of time.
  ///
  /// - Parameter start: seconds since 1970 at which training started.
  public func points(over axis: LossAxis, start: Double) -> [ChartPoint] {
    guard axis != .step else { return points }
    let origin = axis == .clock ? start : 0
    return zip(points, elapsed).compactMap { point, time in
      guard time.isFinite else { return nil }
      var point = point
      point.x = origin + time
      return point
    }
  }
}
