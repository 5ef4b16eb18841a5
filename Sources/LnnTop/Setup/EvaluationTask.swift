import Foundation
import Liquid
import LiquidData

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
    table = try data.table(showsProgress: true, testFilesAlone: true)
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
      let names = table.columnNames
      schema = known
      hasTargets = known.targets.contains { names.contains($0.column) }
    } else {
      let columns = options.columns
      (schema, hasTargets) = try DataSchema.raw(
        table: table, inputCount: stored.model.cell.wiring.inputs, outputCount: stored.model.cell.outputWidth,
        inputs: columns.inputs, targets: columns.targets, time: columns.time, sequence: columns.sequence)
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
