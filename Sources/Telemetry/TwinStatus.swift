/// How far a device's outputs are from those of the network that runs beside it.
///
/// Differences are in the outputs' own units; of classes, zeros and ones they are of probabilities.
public struct TwinStatus: Sendable, Hashable, Codable {
  /// What stands before the outputs' names in the device's lines, such as `net`.
  public var device: String
  /// The share of an output's range that a difference may be.
  public var tolerance: Double
  public var outputs: [Output]
  /// Rows that the figures are of.
  public var compared: Int
  /// Rows that were left out because lines had been lost before them.
  public var leftOut: Int
  /// Lines that could not be read or never came, as far as that is known.
  public var lostLines: Int
  /// How often the device began anew after its first row.
  public var restarts: Int
  /// The share of rows in which both name the same class, or the same zeros and ones; nil for other numbers, and before
  /// the first row.
  public var sameClass: Double?
  public var phase: Phase

  /// Whether the network beside the device has seen what the device saw.
  public enum Phase: Sendable, Hashable, Codable {
    case following
    /// Since that row it has not: rows do not count until the difference has become small.
    case settling(since: Int)
    /// The difference has not become small for long, so that rows count again.
    case unsettled(since: Int)
  }

  public struct Output: Sendable, Hashable, Codable {
    public var name: String
    /// How far the device's outputs so far are apart, 1 for probabilities; nil before the first row.
    public var range: Double?
    /// Of the rows that count; nil where there is none.
    public var mean: Double?
    public var largest: Double?
    /// The row of the largest, counted from 1.
    public var largestRow: Int?
    /// The share of rows whose difference is beyond the tolerance.
    public var beyond: Double?
    /// Of the newest rows, those that do not count included.
    public var windowMean: Double?
    public var windowLargest: Double?

    public init(
      name: String, range: Double? = nil, mean: Double? = nil, largest: Double? = nil,
      largestRow: Int? = nil, beyond: Double? = nil, windowMean: Double? = nil, windowLargest: Double? = nil
    ) {
      self.name = name
      self.range = range
      self.mean = mean
      self.largest = largest
      self.largestRow = largestRow
      self.beyond = beyond
      self.windowMean = windowMean
      self.windowLargest = windowLargest
    }

    /// A difference as a share of the range; nil where the device's outputs have none.
    public func share(_ difference: Double?) -> Double? {
      guard let difference, let range, range > 0 else { return nil }
      return difference / range
    }
  }

  public init(
    device: String, tolerance: Double, outputs: [Output], compared: Int, leftOut: Int = 0, lostLines: Int = 0,
    restarts: Int = 0, sameClass: Double? = nil, phase: Phase = .following
  ) {
    self.device = device
    self.tolerance = tolerance
    self.outputs = outputs
    self.compared = compared
    self.leftOut = leftOut
    self.lostLines = lostLines
    self.restarts = restarts
    self.sameClass = sameClass
    self.phase = phase
  }

  /// Whether all differences of the newest rows are within the tolerance.
  public var isWithinTolerance: Bool {
    outputs.allSatisfy { ($0.windowLargest ?? 0) <= tolerance * ($0.range ?? 0) }
  }

  /// The mean difference as a share of the range, averaged over the outputs that have one; nil where none has.
  ///
  /// - Parameter difference: that of the rows that count, or of the newest ones.
  public func meanShare(_ difference: KeyPath<Output, Double?>) -> Double? {
    let shares = outputs.compactMap { $0.share($0[keyPath: difference]) }
    return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
  }

  /// Whether there is one for each output, and no count is negative.
  func fits(outputs count: Int) -> Bool {
    outputs.count == count && [compared, leftOut, lostLines, restarts].allSatisfy { $0 >= 0 }
  }
}
