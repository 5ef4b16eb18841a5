import LiquidData
import Text

/// What a network learns from a stream.
public struct StreamTask: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The targets are numbers.
    case regression
    /// The target is a word or a number that names a class.
    case classification
  }

  public var kind: Kind
  /// The columns that are inputs; nil: every column that is neither a target nor the time.
  public var inputs: [String]?
  /// The columns that are predicted; empty: the last one.
  public var targets: [String]
  /// The column with the times; nil: as the source has them.
  public var time: String?
  /// How many rows ahead is predicted; 0: the target of the row itself, which is not an input.
  public var horizon: Int
  /// After how many rows a target becomes known.
  public var labelDelay: Int
  /// How many of the newest known targets are inputs.
  public var pastTargets: Int
  /// How many classes there may be; nil: twice those of the first rows, at least 4.
  public var classes: Int?
  /// Whether numbers are predicted as a change from the newest known target.
  public var predictsChange: Bool
  /// Over how many rows the means and deviations are taken by which columns are scaled; all rows before there are so many.
  public var scaleRows: Int
  /// The rows on the screen, and those that the sliding figures are of.
  public var window: Int

  public init(
    kind: Kind = .regression, inputs: [String]? = nil, targets: [String] = [], time: String? = nil,
    horizon: Int = 1, labelDelay: Int = 0, pastTargets: Int = 2, classes: Int? = nil,
    predictsChange: Bool = true, scaleRows: Int = 10_000, window: Int = 200
  ) {
    self.kind = kind
    self.inputs = inputs
    self.targets = targets
    self.time = time
    self.horizon = horizon
    self.labelDelay = labelDelay
    self.pastTargets = pastTargets
    self.classes = classes
    self.predictsChange = predictsChange
    self.scaleRows = scaleRows
    self.window = window
  }

  /// What a trained network was trained for.
  ///
  /// - Parameters:
  ///   - labelDelay: after how many rows a target becomes known.
  ///   - window: the rows on the screen, and those that the sliding figures are of.
  public init(trained schema: DataSchema, labelDelay: Int, window: Int) {
    self.init(
      kind: schema.isClassification ? .classification : .regression, targets: schema.targetColumns,
      time: schema.time?.column, horizon: schema.horizon, labelDelay: labelDelay, pastTargets: 0,
      classes: schema.isClassification ? schema.classes.count : nil, predictsChange: false, window: window)
  }

  /// Rows from a prediction to the moment at which its target is known.
  public var delay: Int { horizon + labelDelay }
}

/// Why a network cannot learn from a stream, with what to do about it.
public enum StreamTaskError: WordedError, Hashable {
  /// A column that is named but not there.
  case noColumn(String, columns: [String])
  case noInputs(columns: [String])
  /// A column that a trained network needs.
  case noTrainedInput(String, columns: [String])
  /// A trained network that answers several rows ahead at once.
  case severalHorizons([Int])
  /// A trained network whose target is one a sequence.
  case sequenceTargets
  /// A trained network that is to learn without its target.
  case noTrainedTarget(String, columns: [String])
  /// A device's lines without an output of its network.
  case noDeviceOutput(String, columns: [String])
  /// A device's lines with some of the outputs.
  case otherDeviceOutputs(lacking: String, columns: [String])
  /// A target that is the time of the rows.
  case targetIsTime(String)
  case targetTwice(String)
  /// A saved state of another kind of stream.
  case otherState
  /// A target that is also an input of the same row.
  case targetIsInput(String)
  /// A target of regression whose values are words.
  case targetIsText(String, example: String)
  case severalClassTargets([String])
  case tooManyClasses(String, limit: Int)
}

extension StreamTaskError {
  public var description: String {
    switch self {
    case .noColumn(let name, let columns):
      "the stream has no column \(name.quoted)\(Self.hint(name, columns))"
    case .noTrainedInput(let name, let columns):
      "the network was trained with the input \(name.quoted), and the stream has no such column"
        + Self.hint(name, columns)
    case .severalHorizons(let rows):
      "the network predicts \(rows.map(String.init).joined(separator: ", ")) rows ahead at once, and a stream is judged at"
        + " one horizon: train one for a single horizon"
    case .sequenceTargets:
      "the network was trained on one target a sequence and cannot learn from a stream row by row: give --learn off"
    case .noTrainedTarget(let name, let columns):
      "the network cannot learn without the column \(name.quoted)\(Self.hint(name, columns)); --learn off only watches"
    case .noDeviceOutput(let name, let columns):
      "no field of the lines ends in \(".\(name)".quoted), as the output of a device does; they have"
        + " \(columns.map(\.quoted).joined(separator: ", "))"
    case .otherDeviceOutputs(let lacking, let columns):
      "the device's lines have no output \(lacking.quoted)\(Self.hint(lacking, columns)): does it run another network?"
    case .targetIsTime(let name):
      "the column \(name.quoted) is the time of the rows and cannot be a target"
    case .targetTwice(let name):
      "the column \(name.quoted) is named twice as a target"
    case .otherState:
      "the saved state is not that of this stream"
    case .noInputs(let columns):
      "nothing is left to predict from: the stream has \(columns.map(\.quoted).joined(separator: ", ")), and no earlier"
        + " targets are inputs"
    case .targetIsInput(let name):
      "the column \(name.quoted) is a target and cannot be an input of the same row"
    case .targetIsText(let name, let example):
      "the target \(name.quoted) has words such as \(example.quoted), which are classes and no numbers"
    case .severalClassTargets(let names):
      "classes can be learnt from one column alone, not from \(names.map(\.quoted).joined(separator: ", "))"
    case .tooManyClasses(let label, let limit):
      "the class \(label.quoted) is one more than the \(limit) there is room for"
    }
  }

  private static func hint(_ name: String, _ columns: [String]) -> String {
    EditDistance.nearest(to: name, among: columns).map { " (did you mean \($0.quoted)?)" }
      ?? "; it has \(columns.map(\.quoted).joined(separator: ", "))"
  }
}
