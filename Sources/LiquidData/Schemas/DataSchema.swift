import Liquid

/// Everything learnt from the training part that a model needs to use other data of the same form.
public struct DataSchema: Sendable, Hashable, Codable {
  /// A column that is an input.
  public struct Input: Sendable, Hashable, Codable {
    public let column: String
    /// The categories, one channel each; `nil` for numbers and dates.
    public let levels: [String]?
    public let isDate: Bool
    /// Whether a second channel tells where the value is present.
    public let hasMask: Bool
    public let normalization: Normalization

    var width: Int { levels?.count ?? (hasMask ? 2 : 1) }
  }

  /// A column of numbers that is a target.
  public struct Target: Sendable, Hashable, Codable {
    public let column: String
    public let normalization: Normalization
  }

  /// How the time column becomes elapsed time.
  public struct Time: Sendable, Hashable, Codable {
    public let column: String
    public let isDate: Bool
    /// The median step of the training part in the column's own unit (seconds for dates): an elapsed time of
    /// 1.
    public let medianStep: Double
    /// The unit to show times in.
    public let unit: String
    /// How many of the column's own units make one `unit`.
    public let unitLength: Double
  }

  public let taskName: String
  public let kind: TaskDefinition.Kind
  public let inputs: [Input]
  public let targets: [Target]
  /// The classes in the order of the outputs; empty where the targets are numbers.
  public let classes: [String]
  public let sequence: String?
  public let time: Time?
  /// Rows in a sample; `nil`: whole sequences.
  public let window: Int?
  /// Rows from an input to its target: 0 unless it is a forecast.
  public let horizon: Int
  public let missing: TaskDefinition.Missing
  /// `nil`: the usual one for the targets; see `loss`.
  let chosenLoss: Loss?
  /// How much a target of each class counts in the loss, in the order of `classes`; `nil`: all alike.
  public let classWeights: [Float]?
  /// Which targets count; `nil`: all.
  let chosenTargetSteps: TargetSteps?
  /// `nil`: accuracy, or the mean absolute error; see `metric`.
  public var chosenMetric: Metric?
  /// What is done to a table before its columns become inputs and targets; `nil`: nothing.
  public let preparation: Preparation?
}
