import Liquid
import LiquidData
import Text

/// Which columns of a stream are what: decided once, from its first rows or by a trained network.
public struct RowLayout: Sendable, Hashable, Codable {
  struct Input: Sendable, Hashable, Codable {
    var column: String
    /// How many words are told apart; nil: the column has numbers.
    var levels: Int?
  }

  /// The first rows show which columns there are and whether they hold words.
  static let headRows = 20
  /// Words of a column that are told apart, at least.
  private static let leastLevels = 8
  private static let leastClasses = 4

  let inputs: [Input]
  public let targets: [String]
  public let time: String?
  /// Classes there is room for; 0 for numbers.
  public let classes: Int
  /// The unit of the network's elapsed times: the mean time from row to row in the first rows, or what training had.
  public let timeUnit: Double
  /// What a trained network knows of its data; nil where the stream alone says what is in it.
  public let trained: DataSchema?
  /// Where the outputs of a device are beside which the network runs; nil where it answers for itself.
  let device: DeviceColumns?

  /// What stands before the outputs' names in the lines of that device.
  public var deviceName: String? { device?.device }

  /// The channels that the network sees: of the inputs, then of the newest targets.
  public func inputNames(_ task: StreamTask) -> [String] {
    if let trained { return trained.inputNames }
    let own = inputs.flatMap { input in
      input.levels.map { count in (1...count).map { "\(input.column) #\($0)" } } ?? [input.column]
    }
    return own + TargetMemory.channelNames(task: task, layout: self)
  }

  /// The channels that it answers with: the targets, or the classes as they come.
  public var outputNames: [String] {
    if let trained { return trained.outputNames }
    return classes > 0 ? (1...classes).map { "class \($0)" } : targets
  }

  /// The name of the unit in which times are shown, where training had one.
  public var trainedTimeUnit: String? { trained?.timeUnit }

  /// What a model file says of the data beside the network.
  public var modelMetadata: [String: String] { trained?.metadata ?? [Self.metadataKey: ""] }

  /// Marks the model of a stream, whose scales are in its run alone.
  public static let metadataKey = "stream"

  /// What is learnt from.
  var loss: Loss { trained?.loss ?? (classes > 0 ? .crossEntropy : .meanSquaredError) }

  /// The width of the network's answers: classes, or one number a target.
  var outputs: Int { classes > 0 ? classes : targets.count }

  /// - Parameters:
  ///   - columns: in the order in which they came.
  ///   - head: the first rows.
  package init(
    task: StreamTask, columns: [String], head: [LiveRow], timeUnit: Double
  ) throws(StreamTaskError) {
    func check(_ name: String) throws(StreamTaskError) {
      if !columns.contains(name) { throw .noColumn(name, columns: columns) }
    }
    for name in task.targets + (task.inputs ?? []) + [task.time].compactMap(\.self) { try check(name) }
    let candidates = columns.filter { $0 != task.time }
    let targets = task.targets.isEmpty ? Array(candidates.suffix(1)) : task.targets
    if let time = task.time, targets.contains(time) { throw .targetIsTime(time) }
    if let twice = targets.first(where: { name in targets.count { $0 == name } > 1 }) {
      throw .targetTwice(twice)
    }
    if task.kind == .classification, targets.count > 1 { throw .severalClassTargets(targets) }
    if let both = task.inputs?.first(where: { targets.contains($0) }) { throw .targetIsInput(both) }
    let words = Self.words(columns: columns, head: head)
    if task.kind == .regression, let name = targets.first(where: { words[$0] != nil }) {
      throw .targetIsText(name, example: words[name]?.sorted().first ?? "")
    }
    let names = task.inputs ?? candidates.filter { !targets.contains($0) }
    inputs = names.map { name in
      Input(column: name, levels: words[name].map { max(Self.leastLevels, 2 * $0.count) })
    }
    if inputs.isEmpty, task.pastTargets == 0 { throw .noInputs(columns: columns) }
    self.targets = targets
    time = task.time
    if task.kind == .classification {
      let seen = Self.labels(targets[0], columns: columns, head: head)
      if let limit = task.classes, seen.count > limit {
        throw .tooManyClasses(seen.sorted()[limit], limit: limit)
      }
      classes = task.classes ?? max(Self.leastClasses, 2 * seen.count)
    } else {
      classes = 0
    }
    self.timeUnit = timeUnit
    (trained, device) = (nil, nil)
  }

  /// That of a network that was trained on data like the stream's.
  ///
  /// - Parameters:
  ///   - columns: in the order in which they came.
  ///   - learns: whether the network learns from them, and not only watches.
  ///   - isTwin: whether it runs beside a device that has the same network, whose outputs are among the columns.
  /// - Throws: where one of its inputs or the device's outputs is not there, or it answers in a way that no stream can
  ///   judge.
  package init(
    trained schema: DataSchema, columns: [String], learns: Bool, isTwin: Bool = false
  ) throws(StreamTaskError) {
    if schema.horizons.count > 1, !isTwin { throw .severalHorizons(schema.horizons) }
    if learns {
      if schema.targetSteps != .all { throw .sequenceTargets }
      if let lacking = schema.targetColumns.first(where: { !columns.contains($0) }) {
        throw .noTrainedTarget(lacking, columns: columns)
      }
    }
    if isTwin {
      device = try DeviceColumns(schema: schema, columns: columns)
    } else {
      device = nil
      for input in Predictor.Input.all(of: schema) where !columns.contains(input.name) {
        // Features of a date follow from the moment of arrival where rows tell no time.
        if input.kind == .date, input.name == schema.time?.column { continue }
        throw .noTrainedInput(input.name, columns: columns)
      }
    }
    inputs = []
    targets = isTwin && !schema.isClassification ? schema.outputNames : schema.targetColumns
    time = schema.time?.column
    classes = schema.classes.count
    timeUnit = schema.timeScale
    trained = schema
  }

  /// Whether one of the targets has words.
  static func targetHasWords(_ task: StreamTask, columns: [String], head: [LiveRow]) -> Bool {
    let words = words(columns: columns, head: head)
    let targets = task.targets.isEmpty ? Array(columns.filter { $0 != task.time }.suffix(1)) : task.targets
    return targets.contains { words[$0] != nil }
  }

  /// The words in the columns that have some.
  private static func words(columns: [String], head: [LiveRow]) -> [String: Set<String>] {
    var words: [String: Set<String>] = [:]
    for row in head {
      for (name, field) in zip(columns, row.fields) {
        if case .text(let text) = field { words[name, default: []].insert(text) }
      }
    }
    return words
  }

  private static func labels(_ target: String, columns: [String], head: [LiveRow]) -> Set<String> {
    guard let column = columns.firstIndex(of: target) else { return [] }
    return Set(head.compactMap { $0.fields.indices.contains(column) ? $0.fields[column].label : nil })
  }
}

extension InputValue {
  /// As the name of a class; nil where it is missing.
  var label: String? {
    switch self {
    case .missing: nil
    case .number(let number): NumberText.shortest(number)
    case .text(let text): text
    }
  }
}
