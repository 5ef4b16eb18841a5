import Foundation
import Liquid
import LiquidData
import LiquidTraining
import RunStore
import Telemetry

/// Turns options into a plan: reads the data, builds the network, describes the run.
struct TrainingSetup {
  private let dataset: Dataset
  let plan: TrainingPlan
  let warnings: [String]
  /// The effective options: a resumed run's own, except for what the command line changes.
  let options: TrainOptions
  private let resumed: ResumedRun?
  let locations: Locations

  /// - Parameters:
  ///   - prepared: the task's data and their fingerprint, where they are at hand; nil: they are read.
  ///   - processes: those that share the work; nil: this one does all of it.
  init(
    options asked: TrainOptions, locations: Locations,
    prepared: (dataset: Dataset, fingerprint: String)? = nil, processes: (any GradientExchange)? = nil
  ) throws {
    let resumed = try asked.resume.map { try ResumedRun($0, asked: asked, locations: locations) }
    var task = try TaskChoice(options: resumed?.options ?? asked, locations: locations)
    guard processes == nil || !task.data.sources.readsStandardInput else {
      throw CommandFailure(
        "data that come through standard input reach one process only: put them into a file that all can read"
      )
    }
    let dataset = try prepared?.dataset ?? Self.dataset(of: &task, resumed)
    let options = task.options
    let conditions = options.tests.conditions
    for condition in conditions { try dataset.check(condition) }
    let network = try StartingNetwork(
      options: options, resumed: resumed, dataset: dataset, locations: locations)
    try resumed?.check(network.model, dataset)
    let configuration = TrainingConfiguration(options)
    try configuration.checkRateFactors(layout: network.model.cell.layout)
    let data = DatasetProvider(dataset, configuration, fingerprint: prepared?.fingerprint)
    let description =
      resumed?.description
      ?? RunDescription(
        data: data, taskName: task.definition.name, model: network.model, configuration: configuration,
        options: network.recorded(task.recorded()))
    let record = TrainingRecord(
      recorded: description.configuration, fingerprint: data.fingerprint ?? dataset.fingerprint)
    var plan = TrainingPlan(
      provider: data, model: network.model, configuration: configuration, description: description,
      modelMetadata: SchemaMetadata.metadata(of: dataset.schema, training: record), conditions: conditions,
      closedLoop: LaneKeepingLoop(schema: dataset.schema))
    var warnings =
      task.notes + dataset.warnings
      + options.model.warnings(dataset.schema, scaling: task.definition.scaling) + network.notes
    plan.processes = processes
    if let resumed {
      let saved = try resumed.training(plan: plan, dataPath: task.data.name)
      plan.resumed = saved
      plan.description.plannedSteps = saved?.plannedSteps ?? data.plannedSteps
      warnings += saved.map { resumed.notes($0, schedule: configuration.schedule) } ?? []
    }
    self.dataset = dataset
    self.plan = plan
    self.warnings = warnings
    self.options = options
    self.resumed = resumed
    self.locations = locations
  }

  /// The task's data, in the parts that a resumed run had.
  private static func dataset(of task: inout TaskChoice, _ resumed: ResumedRun?) throws -> Dataset {
    let table = try task.table(showsProgress: !task.options.quiet)
    return try Dataset(table: table, task: task.definition, fingerprint: resumed?.fingerprint)
  }

  /// How the data were understood, in one line, so that no guess is silent. For a resumed run, where it stands.
  var summary: String {
    if let resumed { return resumed.summary(plan.resumed) }
    let counts = Dataset.Part.allCases.map { "\(dataset.count(of: $0))" }.joined(separator: "/")
    let units = plan.description.task.unitNote.map { "; \($0)" } ?? ""
    return "\(dataset.schema.taskSummary); \(counts) sequences for training/validation/test\(units)"
  }

  /// Creates the run file, or opens that of a resumed run; nil with `--no-run`.
  func makeRecording() throws -> Recording? {
    var recorded = RunRecorder.Options()
    recorded.fingerprint = plan.provider.fingerprint
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

  /// The scalars and events that a resumed run has so far; empty for a new one.
  ///
  /// - Parameter recording: already cut back to the checkpoint.
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
      recomputeEvery: options.recomputeEvery, selection: options.learning.selection)
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
