import Liquid

/// What a table is to be used for: which columns are inputs, targets, time and sequence, and how they are cut
/// up.
///
/// Everything but the name can be left to be inferred from the table.
public struct TaskDefinition: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The targets' numbers at the same step.
    case regression
    /// The target's class at the same step.
    case classification
    /// The targets' values `horizon` rows ahead; the targets are inputs too.
    case forecast
  }

  public enum Missing: String, Sendable, Hashable, Codable, CaseIterable {
    /// The last value known, or the training mean where there is none yet.
    case forwardFill = "forward-fill"
    /// The training mean, and a second channel that is 1 where the value is present; only for inputs with
    /// gaps.
    case mask
    /// The last value known, and a second channel that is 1 where it is new; only for inputs with gaps.
    case fillAndMask = "fill-and-mask"
    /// Rows that lack an input are left out; the time they took counts for the next.
    case drop

    var hasMask: Bool { self == .mask || self == .fillAndMask }
    var fillsForward: Bool { self == .forwardFill || self == .fillAndMask }
  }

  /// What sequences or rows are dealt out by.
  public enum SplitBy: String, Sendable, Hashable, CaseIterable {
    /// Whole sequences where there are several, else blocks of time.
    case automatic = "auto"
    /// Every sequence is cut into three consecutive blocks.
    case time
    case sequence
    case file
    /// Overlapping windows at random, as some published code does: what is tested was trained on. For comparison with
    /// published figures only.
    case windows
  }

  /// How numbers are made ready for a network.
  public enum Scaling: String, Sendable, Hashable, CaseIterable {
    /// Zero mean and unit deviation over the training part.
    case standard
    /// 0 for the smallest of the training part and 1 for the largest.
    case range
    /// As they are.
    case none
  }

  public var name: String
  /// `nil`: every column that has no other role and can be an input.
  public var inputs: [String]?
  /// `nil`: the last column.
  public var targets: [String]?
  /// The column of times; `nil`: every step lasts 1.
  public var time: String?
  /// The column whose distinct values are the series; `nil`: one series.
  public var sequence: String?
  /// `nil`: classification for text and for numbers that are all 0 or 1, else regression.
  public var kind: Kind?
  /// Rows in a sample; `nil`: whole sequences where there is a sequence column, else 32.
  public var window: Int?
  /// Rows between the beginnings of two training windows; `nil`: an eighth of a window. Validation and test
  /// windows never overlap.
  public var stride: Int?
  public var split: Split
  /// How many rows ahead a forecast looks.
  public var horizon: Int
  public var missing: Missing
  /// `nil`: cross-entropy for classes, else the mean squared error. A loss for classes makes the targets classes, and
  /// one for numbers numbers, where the kind leaves it open.
  public var loss: Loss?
  public var classWeights: ClassWeights
  public var targetSteps: TargetSteps
  /// Columns of numbers whose values are categories: one channel each.
  public var categories: [String]
  public var timeFeatures: [TimeFeature]
  /// The column of dates that the features are of; nil: the time column.
  public var timeFeatureColumn: String?
  /// Numbers that stand for a missing value, by column; under "*" those of every column.
  public var missingMarkers: [String: [Double]]
  /// Whether each file's rows are first brought into the order of their times.
  public var sortsByTime: Bool
  /// Rows are brought to steps of this length, in the time column's own unit (seconds for dates); nil: they stay
  /// as they are.
  public var resample: Double?
  /// The share of rows that is left out at random once the targets are known, so that times become irregular.
  public var thinning: Double
  public var splitBy: SplitBy
  /// Deals sequences or files out in a random order that this seeds; nil: in their own.
  public var shuffle: UInt64?
  public var scaling: Scaling
  public var targetScaling: Scaling
  /// The figure that results are compared by; nil: accuracy, or the mean absolute error.
  public var metric: Metric?

  public init(
    name: String, inputs: [String]? = nil, targets: [String]? = nil, time: String? = nil,
    sequence: String? = nil, kind: Kind? = nil, window: Int? = nil, stride: Int? = nil,
    split: Split = .standard, horizon: Int = 1, missing: Missing = .forwardFill,
    loss: Loss? = nil, classWeights: ClassWeights = .none, targetSteps: TargetSteps = .all,
    categories: [String] = [], timeFeatures: [TimeFeature] = [], timeFeatureColumn: String? = nil,
    missingMarkers: [String: [Double]] = [:], sortsByTime: Bool = false, resample: Double? = nil,
    thinning: Double = 0,
    splitBy: SplitBy = .automatic, shuffle: UInt64? = nil, scaling: Scaling = .standard,
    targetScaling: Scaling = .standard, metric: Metric? = nil
  ) {
    self.name = name
    self.inputs = inputs
    self.targets = targets
    self.time = time
    self.sequence = sequence
    self.kind = kind
    self.window = window
    self.stride = stride
    self.split = split
    self.horizon = horizon
    self.missing = missing
    self.loss = loss
    self.classWeights = classWeights
    self.targetSteps = targetSteps
    self.categories = categories
    self.timeFeatures = timeFeatures
    self.timeFeatureColumn = timeFeatureColumn
    self.missingMarkers = missingMarkers
    self.sortsByTime = sortsByTime
    self.resample = resample
    self.thinning = thinning
    self.splitBy = splitBy
    self.shuffle = shuffle
    self.scaling = scaling
    self.targetScaling = targetScaling
    self.metric = metric
  }

  /// What is wrong with the numbers, whatever the table.
  var flaw: String? {
    if let window, window < 1 { return "the window is \(window) rows; it must be at least 1" }
    if let stride, stride < 1 { return "the stride is \(stride) rows; it must be at least 1" }
    if horizon < 1 { return "the horizon is \(horizon) rows; it must be at least 1" }
    if targets?.isEmpty == true { return "the list of targets is empty" }
    if inputs?.isEmpty == true { return "the list of inputs is empty" }
    if kind == .classification, let loss, loss != .crossEntropy {
      return "the loss \(loss.name) is for numbers, and a classification has classes"
    }
    if kind == .regression, loss == .crossEntropy {
      return "the loss \(Loss.crossEntropy.name) is for classes, and a regression has numbers"
    }
    if case .given(let weights) = classWeights,
      !weights.values.allSatisfy({ Float($0).isFinite && Float($0) > 0 })
    {
      return "the class weights must be above 0"
    }
    if let resample, !(resample > 0 && resample.isFinite) {
      return "the step to resample at is \(resample); it must be above 0"
    }
    if !(thinning >= 0 && thinning < 1) {
      return "the thinning is \(thinning); it must be at least 0 and below 1"
    }
    if timeFeatures.contains(.elapsed), thinning > 0 || missing == .drop {
      return "the time feature elapsed would not know of the rows that are left out"
    }
    if Set(timeFeatures).count < timeFeatures.count { return "a time feature is named twice" }
    return split.flaw
  }
}
