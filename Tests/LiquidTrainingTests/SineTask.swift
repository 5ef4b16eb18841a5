import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import TestSupport

/// A small task for the tests: the product of a quick and a slow wave, in 600 rows.
enum SineTask {
  /// Epochs that no machine trains while a test lasts.
  static let endless = 1_000_000_000

  /// - Parameter classes: whether the target is the product's sign as a word, rare ones counting more.
  static func dataset(rows: Int = 600, classes: Bool = false) throws -> Dataset {
    var text = "wave,slow,product\n"
    for row in 0..<rows {
      let phase = Double(row) * 0.2
      let product = sin(phase) * cos(phase / 7)
      text += "\(sin(phase)),\(cos(phase / 7)),\(classes ? product > 0.3 ? "high" : "low" : "\(product)")\n"
    }
    let folder = try TemporaryFolder()
    return try Dataset(
      table: Table.read(path: folder.write(text, to: "sine.csv")), task: task(classes: classes))
  }

  private static func task(classes: Bool) -> TaskDefinition {
    var task = TaskDefinition(name: "sine", window: 16)
    if classes { task.classWeights = .balanced }
    return task
  }

  static func plan(
    epochs: Int, steps: Int? = nil, learningRate: Double = 0.01, clip: Double? = 1, threads: Int = 1,
    schedule: LearningRateSchedule = .constant, patience: Int? = nil
  ) throws -> TrainingPlan {
    let dataset = try dataset()
    let wiring = try Wiring.autoNCP(inputs: 2, units: 12, outputs: 1, seed: 1)
    let model = Model(cell: try LTC(wiring: wiring, options: .init()), seed: 1)
    let configuration = TrainingConfiguration(
      epochs: epochs, steps: steps, learningRate: learningRate, clip: clip, seed: 1, threads: threads,
      schedule: schedule, patience: patience)
    let provider = DatasetProvider(dataset, configuration)
    let description = RunDescription(
      name: "sine",
      task: TaskSummary(
        name: "sine", kind: "regression", inputNames: dataset.schema.inputNames,
        outputNames: dataset.schema.outputNames, lossName: "mse", metricName: "mae", timeUnit: ""),
      model: ModelSummary(
        cell: "ltc", wiring: wiring.kind, parameterCount: model.parameters.count,
        neurons: (0..<wiring.neurons).map {
          NeuronSummary(name: wiring.name(ofNeuron: $0), layer: wiring.layers[$0].rawValue)
        },
        synapses: wiring.synapses.map {
          SynapseSummary(isSensory: false, source: $0.source, target: $0.target)
        }
          + wiring.sensorySynapses.map {
            SynapseSummary(isSensory: true, source: $0.source, target: $0.target)
          }),
      seed: 1, startedAt: Date(timeIntervalSince1970: 0),
      plannedSteps: provider.plannedSteps, stepsPerEpoch: provider.stepsPerEpoch,
      batchSize: configuration.batchSize, programVersion: "test")
    return TrainingPlan(
      provider: provider, model: model, configuration: configuration, description: description,
      modelMetadata: ["note": "test"])
  }

  static func prober() throws -> Prober {
    let provider = DatasetProvider(try dataset(), TrainingConfiguration())
    return Prober(schema: provider.schema, probes: provider.probes, seed: 1)
  }
}

extension TrainingPlan {
  /// Those of a finite plan.
  var plannedSteps: Int { description.plannedSteps ?? 0 }
}
