import Liquid

/// What a table is used for: which columns are inputs, targets, time and sequence, and how rows become windows.
///
/// Everything but the name can be inferred from the table.
///
///     var task = TaskDefinition(name: "drive", inputs: ["speed", "gear"], targets: ["steering"])
///     task.window = 64
///     task.missing = .fillAndMask
public struct TaskDefinition: Sendable, Hashable {
  /// What is learnt.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The targets' numbers at the same step.
    case regression
    /// The target's class at the same step.
    case classification
    /// The targets' values `horizon` rows ahead; the targets are inputs too.
    case forecast
  }

  /// What is done where an input is missing.
  public enum Missing: String, Sendable, Hashable, Codable, CaseIterable {
    /// The last known value, or the training mean if there is none yet.
    case forwardFill = "forward-fill"
    /// The training mean, and for inputs with gaps a second channel that is 1 where the value is present.
    case mask
    /// The last known value, and for inputs with gaps a second channel that is 1 where it is new.
    case fillAndMask = "fill-and-mask"
    /// Rows that lack an input are dropped; their elapsed time is added to the next row's.
    case drop

    var hasMask: Bool { self == .mask || self == .fillAndMask }
    var fillsForward: Bool { self == .forwardFill || self == .fillAndMask }
  }

  /// What is assigned to training, validation and test.
  public enum SplitBy: String, Sendable, Hashable, CaseIterable {
    /// Whole sequences if there are several, else blocks of time.
    case automatic = "auto"
    /// Each sequence is cut into three consecutive blocks.
    case time
    case sequence
    case file
    /// Overlapping windows at random, as some published code does: test rows are trained on too. Only for
    /// comparison with published figures.
    case windows
  }

  /// How numbers are scaled for a network.
  public enum Scaling: String, Sendable, Hashable, CaseIterable {
    /// Zero mean and unit deviation over the training part.
    case standard
    /// 0 for the smallest value of the training part and 1 for the largest.
    case range
    /// The median of the training part to 0, and the middle half of its values as wide as that of a normal distribution:
    /// few far outliers change little.
    case robust
    /// Unchanged.
    case none
  }

  /// What the task is called.
  public var name: String
  /// Nil: each column that has no other role and can be an input.
  public var inputs: [String]?
  /// Nil: the last column.
  public var targets: [String]?
  /// How texts become tokens, each of which is a step; nil: a text is a category.
  public var tokens: TextTokens?
  /// The column of these texts; nil: the only one, or the only one of long texts.
  public var text: String?
  /// The column of times; nil: each step lasts 1.
  public var time: String?
  /// The column whose distinct values are the sequences; nil: one sequence.
  public var sequence: String?
  /// Nil: classification for text and for numbers that are all 0 or 1, else regression.
  public var kind: Kind?
  /// Rows in a window; nil: whole sequences if there is a sequence column, else 32.
  public var window: Int?
  /// Rows from the start of a training window to that of the next; nil: an eighth of a window. Validation and test
  /// windows never overlap.
  public var stride: Int?
  /// The shares of the parts.
  public var split: Split
  /// The number of rows that a forecast looks ahead.
  public var horizon: Int
  /// The nearest row that is forecast, where all from there to `horizon` are; nil: `horizon` alone.
  public var firstHorizon: Int?
  /// Inputs of a forecast that are known in advance: their values are those of the row that is forecast.
  public var knownAhead: [String] = []
  /// What is done where an input is missing.
  public var missing: Missing
  /// Nil: cross-entropy for classes, else the mean squared error. If the kind does not say whether targets are
  /// classes or numbers, the loss does.
  public var loss: Loss?
  /// How much each class counts in the loss.
  public var classWeights: ClassWeights
  /// Nil: the last where the files state one target a sequence, else all.
  public var targetSteps: TargetSteps?
  /// Columns of numbers whose values are categories, one channel each.
  public var categories: [String]
  /// Whether each input that is a category has one channel with the index of its level, for a network that looks it up in
  /// an embedding; else each level has a channel of its own.
  public var indexesCategories = false
  /// Inputs that follow from the times.
  public var timeFeatures: [TimeFeature]
  /// The column of dates that the time features are of; nil: the time column.
  public var timeFeatureColumn: String?
  /// Numbers that stand for a missing value, by column; "*" stands for all columns.
  public var missingMarkers: [String: [Double]]
  /// Whether each file's rows are first sorted by time.
  public var sortsByTime: Bool
  /// The length of the steps to which rows are resampled, in the time column's own unit (seconds for dates); nil: no
  /// resampling.
  public var resample: Double?
  /// Rows before each window of the validation and test parts that the network sees first, without any answer that
  /// counts: its state is warm then. They may be the last rows of the part before.
  public var warmUp = 0
  /// Sequences are cut where their time goes on by more; nil: nowhere.
  public var cutGaps: TimeLength?
  /// The share of rows that is dropped at random after the targets are known, so that times become irregular.
  public var dropRows: Double
  /// What is assigned to parts.
  public var splitBy: SplitBy
  /// The seed of the random order in which sequences or files are assigned to parts; nil: in their own order.
  public var shuffle: UInt64?
  /// The groups that are the test part and nothing else; the split divides the rest into training and validation. Nil:
  /// the split decides.
  public var holdOut: HeldOut?
  /// The groups that are the validation part; nil: the split's share of what is not held out.
  public var validateOn: HeldOut?
  /// How inputs are normalised.
  public var scaling: Scaling
  /// How targets are normalised.
  public var targetScaling: Scaling
  /// The figure by which results are compared; nil: accuracy, or the mean absolute error.
  public var metric: Metric?
  /// Whether whole sequences or files of one class each are assigned to parts so that every part has the same shares of
  /// the classes. False only for runs of versions that did not do so.
  package var isStratified = true

  /// A task that leaves to the table and the defaults what it does not say.
  public init(
    name: String, inputs: [String]? = nil, targets: [String]? = nil, time: String? = nil,
    sequence: String? = nil, kind: Kind? = nil, window: Int? = nil, stride: Int? = nil,
    split: Split = .standard, horizon: Int = 1, missing: Missing = .forwardFill,
    loss: Loss? = nil, classWeights: ClassWeights = .none, targetSteps: TargetSteps? = nil,
    categories: [String] = [], timeFeatures: [TimeFeature] = [], timeFeatureColumn: String? = nil,
    missingMarkers: [String: [Double]] = [:], sortsByTime: Bool = false, resample: Double? = nil,
    cutGaps: TimeLength? = nil, dropRows: Double = 0, splitBy: SplitBy = .automatic, shuffle: UInt64? = nil,
    scaling: Scaling = .standard,
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
    self.cutGaps = cutGaps
    self.dropRows = dropRows
    self.splitBy = splitBy
    self.shuffle = shuffle
    self.scaling = scaling
    self.targetScaling = targetScaling
    self.metric = metric
  }

  /// What is wrong with the values, whatever the table.
  var flaw: String? {
    if let window, window < 1 { return "the window is \(window) rows; it must be at least 1" }
    if let stride, stride < 1 { return "the stride is \(stride) rows; it must be at least 1" }
    if let rows = [window ?? 1, stride ?? 1, warmUp].first(where: { $0 > DataSchema.rowLimit }) {
      return "no table has \(rows) rows: choose a shorter window, stride and warm-up"
    }
    if horizon > Horizons.limit {
      return "the horizon is \(horizon) rows; it can be \(Horizons.limit) at most"
    }
    if let first = firstHorizon, first < 1 || first > horizon || horizon - first >= Horizons.countLimit {
      return "the horizons \(first) to \(horizon) make no sense"
    }
    if !knownAhead.isEmpty, kind != .forecast { return "only a forecast has inputs that are known ahead" }
    if warmUp < 0 { return "the warm-up is \(warmUp) rows; it must be at least 0" }
    if warmUp > 0, targetSteps == .mean {
      return "a mean over the steps of a sequence has no warm-up"
    }
    if kind == .forecast, targetSteps == .mean {
      return "a forecast has a target at each step, not one for the mean over a sequence"
    }
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
    if !(dropRows >= 0 && dropRows < 1) {
      return "the share of rows to drop is \(dropRows); it must be at least 0 and below 1"
    }
    if timeFeatures.contains(.elapsed), dropRows > 0 || missing == .drop {
      return "the time feature elapsed would not include the rows that are dropped"
    }
    if Set(timeFeatures).count < timeFeatures.count { return "a time feature is named twice" }
    if let flaw = tokens?.flaw { return flaw }
    if text != nil, tokens == nil { return "a column of texts means nothing without tokens" }
    if tokens != nil, time != nil || resample != nil || cutGaps != nil || sortsByTime || !timeFeatures.isEmpty
    {
      return
        "the tokens of a text have no times: leave time, time-features, sort-by-time, resample and cut-gaps out"
    }
    return groupFlaw ?? split.flaw
  }
}

/// The weights of classes in the loss.
public enum ClassWeights: Sendable, Hashable {
  /// All weigh the same.
  case none
  /// n / (k n_c) for a class with n_c of the training part's n targets of k classes: the targets of each class
  /// together have the same weight.
  case balanced
  /// By the classes' names, above 0; a class without one has 1.
  case given([String: Double])
}

/// Which steps of a window have targets that count.
public enum TargetSteps: String, Sendable, Hashable, Codable, CaseIterable {
  case all
  /// Only the last step of each window or sequence.
  case last
  /// The target of the last step of each window or sequence, with which the mean of the outputs over all its steps is
  /// compared.
  case mean

  /// Whether a window or sequence has one answer.
  var isOne: Bool { self != .all }
}

extension TaskDefinition {
  /// The columns that are known ahead; the name of a time feature stands for its columns.
  var columnsKnownAhead: [String] {
    knownAhead.flatMap { name -> [String] in
      guard let feature = TimeFeature(rawValue: name), timeFeatures.contains(feature) else { return [name] }
      return feature.columnNames
    }
  }
}
