import Foundation
import Liquid
import Text

/// Everything learnt from the training part that a model needs for other data of the same form.
public struct DataSchema: Sendable, Hashable, Codable {
  /// A column that is an input.
  public struct Input: Sendable, Hashable, Codable {
    /// The column's name.
    public let column: String
    /// The categories, one channel each unless `isIndexed`; nil for numbers and dates.
    public let levels: [String]?
    /// Whether its values are dates.
    public let isDate: Bool
    /// Whether a second channel is 1 where the value is present.
    public let hasMask: Bool
    /// How its values become those of the network.
    public let normalization: Normalization
    /// Rows from the one that is read to the one that the value is of, where that is known in advance; nil: its own.
    public private(set) var ahead: Int?
    /// Nil: false, as in models of versions without it.
    private var indexed: Bool?
    /// Nil: false, as in models of versions without it.
    private var tokens: Bool?

    /// - Parameter isIndexed: of a category, whether its one channel holds the index of its level.
    init(
      column: String, levels: [String]?, isDate: Bool = false, hasMask: Bool = false,
      normalization: Normalization = .none, isIndexed: Bool = false,
      isTokens: Bool = false
    ) {
      self.column = column
      self.levels = levels
      self.isDate = isDate
      self.hasMask = hasMask
      self.normalization = normalization
      indexed = isIndexed ? true : nil
      tokens = isTokens ? true : nil
    }

    func known(ahead: Int) -> Input {
      var input = self
      input.ahead = ahead
      return input
    }

    /// Whether it is a category with one channel, which holds the index of its level in `levels`, -1 where there is none;
    /// else each level has a channel of its own.
    public var isIndexed: Bool { levels != nil && indexed == true }

    /// Whether it is the tokens of a text: `levels` is their vocabulary, and `<unk>` stands for those that are not in it.
    public var isTokens: Bool { isIndexed && tokens == true }

    /// The index of what stands for a value that is not among the levels; nil: nothing does.
    var unknownIndex: Int? { isTokens ? TextTokens.unknownIndex : nil }

    /// Safe to show: `holiday`, or `holiday +3`.
    var name: String { DataSchema.name(column.sanitized, ahead: ahead) }

    /// Channels of the network.
    package var width: Int { isIndexed ? 1 : levels?.count ?? (hasMask ? 2 : 1) }
  }

  /// A channel that holds the index of a category as a float: a whole number from 0 to below `levels`, or -1 for a
  /// category that training did not see and for a missing one.
  public struct IndexedChannel: Sendable, Hashable {
    /// Its place among the input channels.
    public let channel: Int
    /// The number of categories.
    public let levels: Int

    /// A channel with so many categories.
    public init(channel: Int, levels: Int) {
      self.channel = channel
      self.levels = levels
    }
  }

  /// A column of numbers that is a target.
  public struct Target: Sendable, Hashable, Codable {
    /// The column's name.
    public let column: String
    /// How its values become those of the network.
    public let normalization: Normalization
    /// Rows from the input to this target, where several are forecast at once; nil: the schema's horizon.
    public private(set) var ahead: Int?

    func ahead(by rows: Int) -> Target {
      var target = self
      target.ahead = rows
      return target
    }

    /// Safe to show: `load`, or `load +3`.
    var name: String { DataSchema.name(column.sanitized, ahead: ahead) }
  }

  /// How the time column becomes elapsed time.
  public struct Time: Sendable, Hashable, Codable {
    /// The column's name.
    public let column: String
    /// Whether its values are dates.
    public let isDate: Bool
    /// The median step of the training part in the column's own unit (seconds for dates): the unit of elapsed times.
    public let medianStep: Double
    /// The unit to show times in.
    public let unit: String
    /// The length of a `unit` in the column's own units.
    public let unitLength: Double
    /// The time of the first row in the column's own unit, which tells data from others with the same values; nil in
    /// models of older versions.
    var start: Double?
  }

  /// What the task is called.
  public let taskName: String
  /// What is learnt.
  public let kind: TaskDefinition.Kind
  /// The inputs, in the order of the network's channels.
  public let inputs: [Input]
  /// The targets, in the order of the network's outputs.
  public let targets: [Target]
  /// The classes in the order of the outputs; empty if the targets are numbers.
  public let classes: [String]
  /// The column that tells sequences apart; nil: there is none.
  public private(set) var sequence: String?
  /// The time column; nil: there is none.
  public let time: Time?
  /// Rows in a window; nil: whole sequences.
  public let window: Int?
  /// Rows from an input to its target, the furthest of several: 0 unless it is a forecast.
  public let horizon: Int
  /// What is done where an input is missing.
  public let missing: TaskDefinition.Missing
  /// Nil: the usual one for the targets; see `loss`.
  let chosenLoss: Loss?
  /// The weight of each class in the loss, in the order of `classes`; nil: all weigh the same.
  public let classWeights: [Float]?
  /// Which targets count; nil: all.
  let chosenTargetSteps: TargetSteps?
  /// Nil: none; see `warmUp`.
  var chosenWarmUp: Int?
  /// Nil: accuracy, or the mean absolute error; see `metric`.
  package var chosenMetric: Metric?
  /// What is done to a table before its columns become inputs and targets; nil: nothing.
  package private(set) var preparation: Preparation?
  /// How the files of the training were written, for others that leave it open; nil: nothing was told or found.
  package let reading: ReadingOptions?
  /// What the training part says of the targets without a network; nil for imported networks and models of older
  /// versions.
  package internal(set) var naive: NaiveKnowledge?

  // MARK: - Sizes, names and units

  /// The name of a value so many rows ahead; nil: of the row's own.
  static func name(_ column: String, ahead: Int?) -> String { column + (ahead.map { " +\($0)" } ?? "") }

  /// The numbers that stand for a missing value in a column.
  package func markers(of column: String) -> Set<Double> { preparation?.markers(of: column) ?? [] }

  /// Whether the targets are classes.
  public var isClassification: Bool { !classes.isEmpty }
  /// Input channels of the network. Cost: one pass over the inputs; `Dataset.inputWidth` is at hand.
  public var inputWidth: Int { inputs.reduce(0) { $0 + $1.width } }
  /// Classes, or target columns.
  public var outputWidth: Int { isClassification ? classes.count : targets.count }
  /// The number of target columns; 1 for a class.
  public var targetWidth: Int { targets.count }
  /// What training minimises.
  public var loss: Loss { chosenLoss ?? (isClassification ? .crossEntropy : .meanSquaredError) }
  package var lossName: String { loss.name }
  /// Which steps of a sequence have targets that count.
  public var targetSteps: TargetSteps { chosenTargetSteps ?? .all }

  /// Rows before each window that is evaluated which the network sees first; see `TaskDefinition.warmUp`.
  public var warmUp: Int { chosenWarmUp ?? 0 }

  /// Whether data begin at the same time as those of another schema, as far as it is known: values alone may repeat in
  /// another month.
  package func startsWhere(_ other: DataSchema) -> Bool {
    guard let own = time?.start, let start = other.time?.start else { return true }
    return own == start
  }

  /// The schema with another warm-up.
  public func warmingUp(_ rows: Int) -> DataSchema {
    var schema = self
    schema.chosenWarmUp = rows > 0 ? rows : nil
    return schema
  }

  /// The schema for rows as a device runs through them: one after another without an end, however much time passes
  /// between them.
  package var runningOn: DataSchema {
    var schema = self
    schema.sequence = nil
    schema.preparation?.resample = nil
    schema.preparation?.cutGaps = nil
    return schema
  }

  /// How long a row lasts of which nothing is known, in the time column's own unit.
  package var usualStep: Double { preparation?.resample ?? time?.medianStep ?? 1 }

  /// Whether outputs are right or wrong: the targets are classes, or numbers that are 0 or 1.
  public var hasAccuracy: Bool { isClassification || loss == .binaryCrossEntropy }
  /// The figure that is shown beside the loss and by which results are compared.
  public var metric: Metric { chosenMetric ?? (hasAccuracy ? .accuracy : .meanAbsoluteError) }
  /// Its name, such as "accuracy", or "mae" in the target's unit.
  package var metricName: String { metric.rawValue }

  /// Whether the loss is not in the targets' own units.
  package var isLossNormalized: Bool {
    !hasAccuracy && targets.contains { $0.normalization != .none }
  }

  /// The unit of `timeScale`: "s", "min", "h", "d", the one in the time column's name, or "steps" without a time
  /// column.
  public var timeUnit: String { time?.unit.sanitized ?? "steps" }

  /// The length in `timeUnit` of a time of 1 inside the network: a shown time constant is tau * timeScale.
  public var timeScale: Double { time.map { $0.medianStep / $0.unitLength } ?? 1 }

  /// "forecast of price, 5 rows ahead, from 4 inputs".
  package var taskSummary: String {
    let names = listed(targetColumns.map(\.sanitized), limit: 3)
    let nearest = horizons.count > 1 ? "\(horizons[0]) to " : ""
    let ahead = horizon > 0 ? ", \(nearest)\(counted(horizon, "row")) ahead," : ""
    let classCount =
      isClassification
      ? " (\(classes.count) classes)" : loss == .binaryCrossEntropy ? " (0 or 1)" : ""
    return "\(kind.rawValue) of \(names)\(classCount)\(ahead) from \(counted(inputWidth, "input"))"
      + " (\(listed(inputColumns, limit: 8)))"
  }

  /// The schema for tables whose rows are not in the order of their times.
  package func sorting(byTime sorts: Bool) -> DataSchema {
    guard sorts else { return self }
    var schema = self
    var preparation = preparation ?? .none
    preparation.sortsByTime = true
    schema.preparation = preparation
    return schema
  }

  /// The output in the target's own unit; class scores are unchanged.
  package func denormalizeOutput(channel: Int, value: Float) -> Float {
    require((0..<outputWidth).contains(channel), "output \(channel) of \(outputWidth)")
    return isClassification ? value : Float(targets[channel].normalization.denormalize(value))
  }

  /// Why the chosen metric cannot be used for these targets; nil if it can.
  var metricObjection: String? {
    guard let metric = chosenMetric else { return nil }
    if metric.isOfClasses != hasAccuracy {
      let wanted = metric.isOfClasses ? "classes" : "numbers"
      return "the metric \(metric.rawValue) is for \(wanted), and the targets are"
        + (hasAccuracy ? " classes" : " numbers")
    }
    if metric == .auc, isClassification, classes.count > 2 {
      return "the metric auc is for two classes, and there are \(classes.count)"
    }
    return nil
  }
}
