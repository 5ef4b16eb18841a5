import Foundation
import Liquid
import LiquidData
import LiquidTraining
import RunStore
import Text

/// A table as a model sees it: by what the model knows of its data, or by what the person says of a network that
/// knows nothing.
struct EvaluationTask {
  let table: Table
  let dataset: Dataset
  /// Whether there is anything to compare outputs with.
  let hasTargets: Bool

  /// What messages call the data.
  let name: String
  /// What a person must know before they trust the result.
  let notes: [String]

  init(options: EvalOptions, stored: StoredModel, locations: Locations) throws {
    let data = try DataChoice(
      data: options.data, task: options.task, folder: options.dataFolder, command: EvalOptions.table.name,
      locations: locations)
    name = data.name
    let roles =
      stored.schema.map(ReadingRoles.init)
      ?? ReadingRoles(time: options.columns.time, sequence: options.columns.sequence)
    let table = try data.table(
      showsProgress: true, reading: options.reading.filled(from: stored.schema?.reading ?? ReadingOptions()),
      roles: roles, testFilesAlone: true)
    self.table = table
    if let task = data.task, task.sources.test.isEmpty {
      notes = ["all rows of the task are evaluated, those that a network was trained on, too"]
    } else {
      notes = []
    }
    let schema: DataSchema
    if let known = stored.schema {
      guard options.columns.isUnspecified else {
        throw CommandFailure(
          "\(options.model) says itself which columns it was trained on: --inputs, --targets, --time and --sequence"
            + " are for imported networks")
      }
      schema = known
      hasTargets = known.targets.contains { table.column(named: $0.column) != nil }
    } else {
      let columns = options.columns
      (schema, hasTargets) = try DataSchema.raw(
        table: table, inputCount: stored.model.cell.wiring.inputs, outputCount: stored.model.cell.outputWidth,
        inputs: columns.inputs, targets: columns.targets, time: columns.time,
        sequence: columns.sequence ?? table.stated.sequence)
    }
    dataset = try Dataset(
      evaluating: table, schema: schema, hasTargets: hasTargets, inWindows: !options.whole)
    guard hasTargets || options.predictions != nil else {
      throw CommandFailure(
        "\(data.name) holds no targets (\(schema.targetNames.joined(separator: ", "))) to compare with;"
          + " --predictions FILE writes what the network answers")
    }
  }
}

/// Writes what a model answers, one CSV row a step: its sequence, its time (or its number, from 0, without a time
/// column), then one column an output.
///
/// A forecast's time is the one that is forecast.
struct PredictionsFile {
  let task: EvaluationTask
  let evaluator: Evaluator
  let parameters: [Float]
  let text: CSVText

  /// How predictions files begin.
  private static let beginnings = ["sequence,time,", "sequence,step,"]

  /// Checks that predictions can be written to a path and replace nothing but predictions.
  static func output(path: String) throws -> OutputFile {
    try OutputFile(path: path) { bytes in beginnings.contains { bytes.starts(with: $0.utf8) } }
  }

  func write(to file: OutputFile) throws {
    let dataset = task.dataset
    let schema = dataset.schema
    let time = schema.time.flatMap { task.table.column(named: $0.column) }
    let beginning = Self.beginnings[time == nil ? 1 : 0]
    let names = schema.outputNames
    var rows = beginning + names.map(text.field).joined(separator: ",") + "\n"
    evaluator.forEachChunk(of: dataset.sequences(of: .test), parameters: parameters) {
      batch, range, outputs in
      for (place, index) in range.enumerated() {
        let location = dataset.location(.test, index: index)
        for step in 0..<batch.lengths[place] {
          let start = (place * batch.steps + step) * names.count
          let values = names.indices.map { outputs[start + $0] }
          let moment =
            time.map { TimeText.text($0, row: location.targetRows[step], as: text) }
            ?? "\(location.targetSteps[step])"
          // Nine significant digits tell any two numbers of 32 bits apart.
          let answers = schema.answers(values).map { NumberText.printed($0, digits: 9) }
          let fields = [text.field(location.sequence ?? "0"), moment] + answers
          rows += fields.joined(separator: ",") + "\n"
        }
      }
      return true
    }
    try file.write(Data(rows.utf8))
  }
}
