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
  /// The options in force: a resumed run's own, but for what the command line changes.
  let options: TrainOptions
  private let resumed: ResumedRun?
  private let locations: Locations

  /// - Parameter prepared: the task's data, and their fingerprint, where they are at hand already; nil: they are read.
  init(
    options asked: TrainOptions, locations: Locations,
    prepared: (dataset: Dataset, fingerprint: String)? = nil
  ) throws {
    let resumed = try asked.resume.map { try ResumedRun($0, asked: asked, locations: locations) }
    let task = try TaskChoice(options: resumed?.options ?? asked, locations: locations)
    let options = task.options
    let dataset =
      try prepared?.dataset
      ?? Dataset(table: task.data.table(showsProgress: !options.quiet), task: task.definition)
    let conditions = options.tests.conditions
    for condition in conditions { try dataset.check(condition) }
    let network = try StartingNetwork(
      options: options, resumed: resumed, dataset: dataset, locations: locations)
    try resumed?.check(network.model, dataset)
    let configuration = TrainingConfiguration(options)
    try configuration.checkRateFactors(layout: network.model.cell.layout)
    let description =
      resumed?.description
      ?? RunDescription(
        dataset: dataset, taskName: task.definition.name, model: network.model, configuration: configuration,
        options: network.recorded(task.recorded()))
    var plan = TrainingPlan(
      dataset: dataset, model: network.model, configuration: configuration, description: description,
      modelMetadata: SchemaMetadata.metadata(of: dataset.schema), conditions: conditions,
      closedLoop: LaneKeepingLoop(schema: dataset.schema), dataFingerprint: prepared?.fingerprint)
    var warnings = task.notes + dataset.warnings + options.model.warnings(dataset.schema) + network.notes
    if let resumed {
      let saved = try resumed.training(plan: plan, dataPath: task.data.name)
      plan.resumed = saved
      let sequences = dataset.count(of: .train)
      plan.description.plannedSteps = saved?.plannedSteps ?? configuration.plannedSteps(sequences: sequences)
      warnings += saved.map { resumed.notes($0, schedule: configuration.schedule) } ?? []
    }
    self.plan = plan
    self.warnings = warnings
    self.options = options
    self.resumed = resumed
    self.locations = locations
  }

  /// What was understood of the data, in one line: guesses are never silent. For a resumed run, where it stands.
  var summary: String {
    if let resumed { return resumed.summary(plan.resumed) }
    let counts = Dataset.Part.allCases.map { "\(plan.dataset.count(of: $0))" }.joined(separator: "/")
    return "\(plan.dataset.schema.taskSummary); \(counts) sequences for training/validation/test"
  }

  /// Begins the run file, or goes on with that of a resumed run; nil with `--no-run`.
  func makeRecording() throws -> Recording? {
    var recorded = RunRecorder.Options()
    recorded.fingerprint = plan.dataFingerprint
    if let resumed {
      return Recording(
        path: resumed.path,
        recorder: try RunRecorder(
          resuming: resumed.path, at: resumed.sequence, description: plan.description, options: recorded))
    }
    let path: String
    switch options.recording {
    case .off: return nil
    case .file(let chosen): path = chosen
    case .standard:
      let directory = locations.runs
      try RunDirectory.create(directory)
      path = RunDirectory.freePath(in: directory, task: plan.description.name)
    }
    return Recording(
      path: path, recorder: try RunRecorder(path: path, description: plan.description, options: recorded))
  }

  /// What was recorded before a resumed run goes on; empty for a new one.
  ///
  /// - Parameter recording: cut back to where training goes on.
  func history(of recording: Recording?) -> TelemetryBatch {
    var batch = TelemetryBatch()
    guard resumed != nil, let recording, let reader = try? RunReader(path: recording.path) else {
      return batch
    }
    batch.scalars = reader.scalars()
    batch.events = reader.events()
    return batch
  }
}

/// A run file that is being written.
struct Recording {
  let path: String
  let recorder: RunRecorder
}

extension TrainingConfiguration {
  init(_ options: TrainOptions) {
    self.init(
      epochs: options.epochs, steps: options.steps, batchSize: options.batch,
      learningRate: options.learningRate, clip: options.clip > 0 ? options.clip : nil, seed: options.seed,
      threads: options.threads, optimizer: options.learning.optimizerOptions,
      schedule: options.learning.learningRateSchedule, rateFactors: options.learning.rateFactors ?? [:],
      patience: options.learning.patience,
      checkpointEvery: options.checkpointEvery, selection: options.learning.selection)
  }

  /// Throws where a learning rate is chosen for a tensor that the network does not have.
  func checkRateFactors(layout: ParameterLayout) throws {
    do {
      _ = try RateFactors(rateFactors, layout: layout)
    } catch {
      throw CommandFailure("--rate-factors: \(error)")
    }
  }
}
