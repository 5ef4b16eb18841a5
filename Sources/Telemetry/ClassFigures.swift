/// How good the probabilities are that a network gives for one target with classes, over one part.
///
/// Of two classes the last one, and of 0 and 1 the 1, is the positive one; figures that need one are nil for more classes.
public struct ClassFigures: Sendable, Hashable, Codable {
  /// Where a part of the answers with similar probabilities lies: how probable they say it is, and how often it happens.
  public struct Bin: Sendable, Hashable, Codable {
    /// Probabilities above it, except that 0 is in the first bin.
    public var lower: Double
    /// Probabilities up to it.
    public var upper: Double
    public var count: Int
    /// The mean probability; nil where there are no answers.
    public var predicted: Double?
    /// The share that is positive, or for more than two classes the share that is right; nil where there are no answers.
    public var observed: Double?

    public init(lower: Double, upper: Double, count: Int, predicted: Double?, observed: Double?) {
      (self.lower, self.upper, self.count) = (lower, upper, count)
      (self.predicted, self.observed) = (predicted, observed)
    }
  }

  /// What lies between two percentiles of a figure over resampled data.
  public struct Interval: Sendable, Hashable, Codable {
    public var low: Double
    public var high: Double
    /// The share of resamples between the two.
    public var level: Double
    public var resamples: Int
    /// What was drawn, with replacement: `sequence`, or `window` where all are of one sequence.
    public var unit: String
    public var units: Int

    public init(low: Double, high: Double, level: Double, resamples: Int, unit: String, units: Int) {
      (self.low, self.high, self.level) = (low, high, level)
      (self.resamples, self.unit, self.units) = (resamples, unit, units)
    }
  }

  /// What answers are worth where those with a probability of at least a threshold are taken for positive.
  public struct OperatingPoint: Sendable, Hashable, Codable {
    /// The specificity that was asked for.
    public var leastSpecificity: Double
    public var specificity: Double
    public var sensitivity: Double
    /// Nil where even the largest probability is given to too many negatives: then nothing is taken for positive.
    public var threshold: Double?

    public init(leastSpecificity: Double, specificity: Double, sensitivity: Double, threshold: Double?) {
      (self.leastSpecificity, self.specificity) = (leastSpecificity, specificity)
      (self.sensitivity, self.threshold) = (sensitivity, threshold)
    }
  }

  /// The target's name where a network has several; nil for one.
  public var target: String?
  /// The name of the positive class; nil for more than two.
  public var positiveClass: String?
  public var classes: Int
  /// Targets that count.
  public var count: Int
  /// How many of them are positive; nil for more than two classes.
  public var positives: Int?
  /// The mean squared error of the probability of the positive class; for more than two classes, of those of all,
  /// summed over the classes.
  public var brier: Double
  /// The mean distance of the bins' predicted and observed shares, weighted by their counts.
  public var calibrationError: Double
  public var bins: [Bin]
  /// The area under the receiver operating characteristic, for more than two classes the mean of those of each class
  /// against the rest; nil where all targets are of one class.
  public var area: Double?
  /// Nil where there is nothing to resample.
  public var areaInterval: Interval?
  /// The area under precision over recall, without interpolation; for more than two classes the mean as above.
  public var averagePrecision: Double?
  /// In the order of the specificities that were asked for; empty for more than two classes, or for one.
  public var operatingPoints: [OperatingPoint]
  /// The smaller one of sensitivity and precision of the network's own decisions.
  public var leastOfBoth: Double?
  /// The largest such value over all thresholds.
  public var bestLeastOfBoth: Double?

  public init(classes: Int, count: Int, brier: Double, calibrationError: Double, bins: [Bin]) {
    (self.classes, self.count, self.bins) = (classes, count, bins)
    (self.brier, self.calibrationError) = (brier, calibrationError)
    operatingPoints = []
  }
}
