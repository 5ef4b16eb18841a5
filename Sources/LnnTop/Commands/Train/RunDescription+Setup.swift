import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import Text

extension RunDescription {
  /// Describes a run that is about to start.
  init(
    data: DatasetProvider, taskName: String, model: Model, configuration: TrainingConfiguration,
    options: [String: String]
  ) {
    let schema = data.schema
    self.init(
      name: taskName, task: TaskSummary(schema: schema, loss: schema.loss, name: taskName),
      model: ModelSummary(model), configuration: options, seed: configuration.seed, startedAt: Date(),
      plannedSteps: data.plannedSteps, stepsPerEpoch: data.stepsPerEpoch,
      batchSize: min(configuration.batchSize, data.dataset.count(of: .train)),
      programVersion: ProgramVersion.number, naive: NaiveFigures(of: data.dataset))
  }
}

extension NaiveFigures {
  init(of dataset: Dataset) {
    self.init(
      validation: NaiveFigure(of: .validation, in: dataset), test: NaiveFigure(of: .test, in: dataset))
  }
}

extension NaiveFigure {
  /// Nil where the part has no targets.
  init?(of part: Dataset.Part, in dataset: Dataset) {
    guard let twin = dataset.naiveTwin(of: part) else { return nil }
    self.init(
      name: twin.name, value: twin.value, isBetterWhenLarger: dataset.schema.metric.isBetterWhenLarger)
  }

  /// `median 251.1`
  var text: String { "\(name) \(NumberText.significant(value))" }
}

extension TaskSummary {
  /// What a figure is of where that is not its own unit; nil where every one is.
  var unitNote: String? {
    guard isLossNormalized == true else { return nil }
    return metricName == Metric.normalizedMeanSquaredError.rawValue
      ? "\(lossName) and \(metricName) are of normalised targets"
      : "the loss, \(lossName), is of normalised targets, \(metricName) in their units"
  }
}

extension TaskSummary {
  init(schema: DataSchema, loss: Loss, name: String) {
    let indexed = schema.indexedChannels.map(\.channel)
    self.init(
      name: name, kind: schema.kind.rawValue, inputNames: schema.inputNames, outputNames: schema.outputNames,
      lossName: loss.name, metricName: schema.metricName, timeUnit: schema.timeUnit,
      isLossNormalized: schema.isLossNormalized, indexedInputs: indexed.isEmpty ? nil : indexed,
      textInput: schema.tokenChannel,
      spectrum: schema.spectrum.map {
        Spectrum(channels: $0.map(\.channel), frequencies: $0.map(\.frequency))
      })
  }
}

extension ModelSummary {
  package init(_ model: Model) {
    let wiring = model.cell.wiring
    // Neurons that are all alike have a number only.
    let areTold = Set(wiring.layers).count > 1 || wiring.names != nil
    let areLayered = type(of: model.network).traits.wiring == .any && areTold
    let neurons = (0..<wiring.neurons).map {
      areLayered
        ? NeuronSummary(name: wiring.name(ofNeuron: $0), layer: model.network.group(ofNeuron: $0))
        : NeuronSummary(name: "unit \($0)", layer: "hidden")
    }
    // The order is that of the readings: neurons' synapses first, then those of the inputs.
    let synapses =
      wiring.synapses.map { SynapseSummary(isSensory: false, source: $0.source, target: $0.target) }
      + wiring.sensorySynapses.map { SynapseSummary(isSensory: true, source: $0.source, target: $0.target) }
    let title = NetworkTitle(model.cell)
    self.init(
      cell: title.cell, wiring: title.wiring, parameterCount: model.parameters.count,
      neurons: neurons, synapses: synapses,
      synapseWords: SynapseWords(type(of: model.network).traits.synapseWords))
  }
}

extension SynapseWords {
  init(_ words: CellTraits.SynapseWords) {
    self.init(
      strength: words.strength, contribution: words.contribution, positive: words.positive,
      negative: words.negative)
  }
}
