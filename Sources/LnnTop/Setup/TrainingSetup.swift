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
    let cell = try options.makeCell(inputs: dataset.inputWidth, outputs: dataset.outputWidth)
    let model = Model(cell: cell, seed: options.seed)
    let configuration = TrainingConfiguration(options)
    do {
      _ = try RateFactors(configuration.rateFactors, layout: model.cell.layout)
    } catch {
      throw CommandFailure("--rate-factors: \(error)")
    }
    self.options = options
    self.locations = locations
    warnings = dataset.warnings + options.model.warnings(dataset.schema)
    plan = TrainingPlan(
      dataset: dataset, model: model, configuration: configuration,
      description: RunDescription(
        dataset: dataset, taskName: task.definition.name, model: model, configuration: configuration,
        options: options.configuration.merging(["data": task.path]) { _, path in path }),
      modelMetadata: SchemaMetadata.metadata(of: dataset.schema))
  }

  /// What was understood of the data, in one line: guesses are never silent.
  var summary: String {
    let counts = Dataset.Part.allCases.map { "\(plan.dataset.count(of: $0))" }.joined(separator: "/")
    return "\(plan.dataset.schema.taskSummary); \(counts) sequences for training/validation/test"
  }

  /// Begins the run file; nil with `--no-run`.
  func makeRecording() throws -> Recording? {
    let path: String
    switch options.recording {
    case .off: return nil
    case .file(let chosen): path = chosen
    case .standard:
      let directory = locations.runs
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

extension TrainingConfiguration {
  fileprivate init(_ options: TrainOptions) {
    self.init(
      epochs: options.epochs, steps: options.steps, batchSize: options.batch,
      learningRate: options.learningRate, clip: options.clip > 0 ? options.clip : nil, seed: options.seed,
      threads: options.threads, optimizer: options.learning.optimizerOptions,
      schedule: options.learning.learningRateSchedule, rateFactors: options.learning.rateFactors ?? [:],
      patience: options.learning.patience,
      checkpointEvery: options.checkpointEvery)
  }
}
