import Foundation
import Liquid
import Text

extension DataSchema {
  /// Where a model file's metadata hold it.
  private static let metadataKey = "schema"

  /// What a model file says of its data, for `ModelFile.write`, so that a `Predictor` can be made of the file alone.
  public var metadata: [String: String] { [Self.metadataKey: json] }

  /// The schema in a model file's metadata; nil where there is none, as in that of an imported network.
  ///
  /// - Parameters:
  ///   - metadata: as `ModelFile.read` gives them.
  ///   - source: names the file in the error.
  public static func stored(
    in metadata: [String: String], source: String
  ) throws(DataError) -> DataSchema? {
    guard let text = metadata[metadataKey] else { return nil }
    return try DataSchema(json: text, source: source)
  }

  /// The schema as JSON; equal schemas give equal texts.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a schema holds finite numbers and text only")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads JSON that `json` wrote; `source` names its file in the error.
  public init(json: String, source: String) throws(DataError) {
    let decoded: DataSchema
    do {
      decoded = try JSONDecoder().decode(DataSchema.self, from: Data(json.utf8))
    } catch {
      throw DataError(.badSchema(reason: "it is not the JSON of one"), file: source)
    }
    self = try decoded.checked(source: source)
  }

  /// The schema as it can be used, wherever it comes from: a decoder knows nothing of what goes together.
  ///
  /// - Parameter source: names its file in the error.
  func checked(source: String) throws(DataError) -> DataSchema {
    if let flaw { throw DataError(.badSchema(reason: flaw), file: source) }
    var checked = self
    // A network can be used without them.
    if let naive, !naive.fits(targets: targets.count, classes: classes.count, areClasses: hasAccuracy) {
      checked.naive = nil
    }
    return checked
  }

  /// The most rows that a window, a horizon or a warm-up can have, so that counting on from any row is safe.
  static let rowLimit = 1 << 40

  /// Why a schema cannot be used; nil if it can.
  private var flaw: String? {
    if inputs.isEmpty || inputWidth == 0 { return "it has no inputs" }
    if targets.isEmpty { return "it has no targets" }
    if !classes.isEmpty && (classes.count < 2 || targets.count != 1) { return "its classes make no sense" }
    let reaches = inputs.compactMap(\.ahead) + targets.compactMap(\.ahead)
    if reaches.contains(where: { !(0...max(0, horizon)).contains($0) }) {
      return "its horizons make no sense"
    }
    if !(0...Self.rowLimit).contains(horizon) || !(1...Self.rowLimit).contains(window ?? 1) {
      return "its window makes no sense"
    }
    if !(0...Self.rowLimit).contains(warmUp) || warmUp > 0 && targetSteps == .mean {
      return "its warm-up makes no sense"
    }
    if isClassification != (loss == .crossEntropy) { return "its loss and its targets do not go together" }
    if metricObjection != nil { return "its metric and its targets do not go together" }
    if let classWeights {
      let isUsable = classWeights.count == classes.count && classWeights.allSatisfy { $0.isFinite && $0 > 0 }
      if !isUsable { return "its class weights make no sense" }
    }
    if let step = preparation?.resample, !(step > 0 && step.isFinite) {
      return "its resampling makes no sense"
    }
    if let features = preparation?.timeFeatures, Set(features).count < features.count {
      return "its time features make no sense"
    }
    if inputs.contains(where: {
      $0.isIndexed && !(1...TextTokens.vocabularyLimit).contains($0.levels?.count ?? 0)
    }) {
      return "its categories make no sense"
    }
    let special = [TextTokens.padding, TextTokens.unknown]
    if inputs.contains(where: { $0.isTokens && $0.levels?.prefix(2).elementsEqual(special) != true }) {
      return "its vocabulary makes no sense"
    }
    if let text = preparation?.text,
      text.tokens.flaw != nil || !inputs.contains(where: { $0.column == text.name })
    {
      return "its text makes no sense"
    }
    let normalizations = inputs.map(\.normalization) + targets.map(\.normalization)
    if normalizations.contains(where: { !($0.mean.isFinite && $0.deviation.isFinite && $0.deviation > 0) }) {
      return "its normalisation makes no sense"
    }
    if let time, !(time.medianStep > 0 && time.unitLength > 0 && time.medianStep.isFinite) {
      return "its time makes no sense"
    }
    return nil
  }

  // MARK: - Without training

  /// A schema for a network that comes without one: whole sequences, nothing normalised, elapsed times in the time
  /// column's own unit (seconds for dates).
  ///
  /// - Parameters:
  ///   - inputs: nil: the first columns that are neither time nor sequence.
  ///   - targets: nil: the remaining columns, if there are as many as outputs.
  /// - Returns: the schema, and whether the table has the targets; if not, they are called `output_0` and so on.
  /// - Throws: `DataError` for unknown columns, and if their number is not the network's.
  package static func raw(
    table: Table, inputCount: Int, outputCount: Int, inputs: [String]?, targets: [String]?, time: String?,
    sequence: String?
  ) throws(DataError) -> (schema: DataSchema, hasTargets: Bool) {
    let free = table.columnNames.filter { $0 != time && $0 != sequence }
    guard inputs != nil || free.count >= inputCount else {
      throw DataError(
        .badTask(
          reason:
            "the network has \(counted(inputCount, "input")) and the table \(counted(free.count, "column"))"),
        file: table.name)
    }
    let inputs = inputs ?? Array(free.prefix(inputCount))
    let chosen = Set(inputs)
    let left = free.filter { !chosen.contains($0) }
    let found = targets ?? (left.count == outputCount ? left : nil)
    try check(inputs, count: inputCount, role: "input", table)
    if let found { try check(found, count: outputCount, role: "output", table) }
    let names = found ?? (0..<outputCount).map { "output_\($0)" }
    let schema = raw(
      name: table.name, inputs: inputs, outputs: names, sequence: sequence,
      time: try time.map { name throws(DataError) in try rawTime(name, table) },
      reading: table.reading.isEmpty ? nil : table.reading)
    return (schema, found != nil)
  }

  /// A schema for columns of numbers by these names, as `raw(table:…)` makes it of a table.
  static func raw(inputs: [String], outputs: [String], time: String?) -> DataSchema {
    raw(
      name: "imported", inputs: inputs, outputs: outputs, sequence: nil,
      time: time.map {
        Time(
          column: $0, isDate: false, medianStep: 1, unit: TimeUnit(columnName: $0).name, unitLength: 1)
      },
      reading: nil)
  }

  private static func raw(
    name: String, inputs: [String], outputs: [String], sequence: String?, time: Time?,
    reading: ReadingOptions?
  ) -> DataSchema {
    DataSchema(
      taskName: name, kind: .regression,
      inputs: inputs.map {
        Input(column: $0, levels: nil)
      },
      targets: outputs.map { Target(column: $0, normalization: .none) }, classes: [], sequence: sequence,
      time: time, window: nil, horizon: 0, missing: .forwardFill, chosenLoss: nil, classWeights: nil,
      chosenTargetSteps: nil, chosenMetric: nil, preparation: nil, reading: reading)
  }

  /// Whether all values are used as they are, as in `raw`.
  var isRaw: Bool {
    (inputs.map(\.normalization) + targets.map(\.normalization)).allSatisfy { $0 == .none }
      && time?.medianStep ?? 1 == 1
  }

  private static func rawTime(_ name: String, _ table: Table) throws(DataError) -> Time {
    let column = try table.column(named: name, role: "time")
    return Time(
      column: name, isDate: !column.isNumeric, medianStep: 1,
      unit: column.isNumeric ? column.unit ?? "" : "s",
      unitLength: 1)
  }

  private static func check(
    _ names: [String], count: Int, role: String, _ table: Table
  ) throws(DataError) {
    for name in names { _ = try table.column(named: name, role: role == "output" ? "target" : role) }
    guard names.count == count else {
      throw DataError(
        .badTask(
          reason: "the network has \(counted(count, role)), and \(counted(names.count, "column")) are named"),
        file: table.name)
    }
  }
}
