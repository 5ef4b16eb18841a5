import Foundation
import Liquid
import LiquidData
import LiquidTraining
import RunStore
import Telemetry

/// Turns what the person asked for into a plan: reads the data, builds the network, words the description.
struct TrainingSetup {
  let plan: TrainingPlan
  let warnings: [String]
  private let options: TrainOptions
  private let locations: Locations

  init(options: TrainOptions, locations: Locations) throws {
    let task = try TaskChoice(options: options, locations: locations)
    let dataset = try Dataset(table: Table.read(path: task.path), task: task.definition)
    let wiring = try options.wiring(inputs: dataset.inputWidth, outputs: dataset.outputWidth)
    let model = Model(cell: LTC(wiring: wiring, options: options.cellOptions), seed: options.seed)
    let configuration = options.configuration
    self.options = options
    self.locations = locations
    warnings = dataset.warnings
    plan = TrainingPlan(
      dataset: dataset, model: model, configuration: configuration,
      description: RunDescription(
        dataset: dataset, taskName: task.definition.name, model: model, configuration: configuration,
        options: options.recorded(data: task.path)),
      modelMetadata: SchemaMetadata.metadata(of: dataset.schema))
  }

  /// Begins the run file; nil with `--no-run`.
  func makeRecorder() throws -> Recording? {
    guard options.recordsRun else { return nil }
    let path: String
    if let chosen = options.run {
      path = chosen
    } else {
      let directory = RunDirectory.default(environment: locations.environment)
      try RunDirectory.create(directory)
      path = RunDirectory.freePath(in: directory, task: plan.description.name)
    }
    return Recording(path: path, recorder: try RunRecorder(path: path, description: plan.description))
  }
}

/// A run file that is being written.
struct Recording {
  let path: String
  let recorder: RunRecorder
}
