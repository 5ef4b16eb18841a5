import Foundation

/// What a run is about. Fixed when it starts: the first thing a recorder writes and a dashboard reads.
public struct RunDescription: Sendable, Hashable, Codable {
  /// The name that was given to the run, else the task's.
  public var name: String
  public var task: TaskSummary
  public var model: ModelSummary
  /// Every option in force, by its long name, so that runs can be told apart and repeated.
  public var configuration: [String: String]
  public var seed: UInt64
  public var startedAt: Date
  /// Optimiser steps the run will make if nothing stops it; nil: it goes on until it is stopped.
  public var plannedSteps: Int?
  /// Nil where the data have no epochs.
  public var stepsPerEpoch: Int?
  /// Sequences in one step; the last step of an epoch may have fewer.
  public var batchSize: Int
  /// The version of lnn-top that made the run.
  public var programVersion: String
  /// What answers without a network reach; nil in runs of older versions.
  public var naive: NaiveFigures?

  public init(
    name: String, task: TaskSummary, model: ModelSummary, configuration: [String: String] = [:],
    seed: UInt64, startedAt: Date, plannedSteps: Int?, stepsPerEpoch: Int?,
    batchSize: Int, programVersion: String, naive: NaiveFigures? = nil
  ) {
    self.name = name
    self.task = task
    self.model = model
    self.configuration = configuration
    self.seed = seed
    self.startedAt = startedAt
    self.plannedSteps = plannedSteps
    self.stepsPerEpoch = stepsPerEpoch
    self.batchSize = batchSize
    self.programVersion = programVersion
    self.naive = naive
  }

  /// Whether the run is of a live stream rather than of training on finished data: its configuration then names the
  /// source. Its scalars are sliding errors: `loss` is the network's, `validation` that of the naive twin.
  public var isStream: Bool { configuration["source"] != nil }
}

/// The task as the dashboard and the listings name it.
public struct TaskSummary: Sendable, Hashable, Codable {
  public var name: String
  /// `regression`, `classification` or `forecast`.
  public var kind: String
  /// Input channels in the network's order, after categories became one column a level.
  public var inputNames: [String]
  /// Output channels: target columns, or class names where `kind` is `classification`.
  public var outputNames: [String]
  /// The name of the loss, such as `mse` or `cross-entropy`.
  public var lossName: String
  /// The validation metric beside the loss, such as `accuracy` or `mae`.
  public var metricName: String
  /// The unit of times and time constants, such as `s` or `h`; `steps` where every step lasts 1.
  public var timeUnit: String
  /// Whether the loss is that of normalised targets; nil in runs of older versions.
  public var isLossNormalized: Bool?
  /// The input channels that hold the index of a category, such as a word; nil where none does and in runs of older
  /// versions.
  public var indexedInputs: [Int]?
  /// The one of them whose indices are the words of a text; nil where none is, and in runs of older versions.
  public var textInput: Int?
  /// The inputs that are bands of a spectrum; nil where there are none, and in runs of older versions.
  public var spectrum: Spectrum?

  public init(
    name: String, kind: String, inputNames: [String], outputNames: [String], lossName: String,
    metricName: String, timeUnit: String, isLossNormalized: Bool? = nil,
    indexedInputs: [Int]? = nil, textInput: Int? = nil, spectrum: Spectrum? = nil
  ) {
    self.name = name
    self.kind = kind
    self.inputNames = inputNames
    self.outputNames = outputNames
    self.lossName = lossName
    self.metricName = metricName
    self.timeUnit = timeUnit
    self.isLossNormalized = isLossNormalized
    self.indexedInputs = indexedInputs
    self.textInput = textInput
    self.spectrum = spectrum
  }

  /// Whether a kind of perturbation makes sense on an input channel: an index can be held, but noise would make another
  /// category of it, or none.
  public func allows(_ kind: Perturbation.Kind, onInput channel: Int) -> Bool {
    indexedInputs?.contains(channel) != true || kind == .hold || kind == .holdLast
  }

  /// The loss with its unit where that is not the targets' own: `mse (normalised)`.
  public var lossTitle: String { isLossNormalized == true ? "\(lossName) (normalised)" : lossName }
}

/// The network's structure, for screens that draw it without the network itself.
public struct ModelSummary: Sendable, Hashable, Codable {
  /// The cell's identifier, such as `ltc`.
  public var cell: String
  /// The wiring's identifier, such as `auto-ncp`.
  public var wiring: String
  public var parameterCount: Int
  /// One entry per neuron, in state order.
  public var neurons: [NeuronSummary]
  /// Every synapse; the order is that of `SynapseReadings`.
  public var synapses: [SynapseSummary]
  /// What the readings of its synapses are called; nil in runs of older versions.
  public var synapseWords: SynapseWords?

  /// What the readings of its synapses are called, in a run of any version.
  public var words: SynapseWords { synapseWords ?? SynapseWords(unrecordedOf: cell) }

  public init(
    cell: String, wiring: String, parameterCount: Int, neurons: [NeuronSummary], synapses: [SynapseSummary],
    synapseWords: SynapseWords? = nil
  ) {
    self.cell = cell
    self.wiring = wiring
    self.parameterCount = parameterCount
    self.neurons = neurons
    self.synapses = synapses
    self.synapseWords = synapseWords
  }
}

/// What the readings of synapses are called: a conductance and a current, or how far a target moves with its source,
/// and that times the source's value. The cell says which.
public struct SynapseWords: Sendable, Hashable, Codable {
  public var strength: String
  public var contribution: String
  /// Of a positive and a negative strength.
  public var positive: String
  public var negative: String

  public init(strength: String, contribution: String, positive: String, negative: String) {
    self.strength = strength
    self.contribution = contribution
    self.positive = positive
    self.negative = negative
  }

  /// Those of a run that did not record them yet: at that time only the LTC had words of its own.
  init(unrecordedOf cell: String) {
    self =
      cell == "ltc"
      ? SynapseWords(strength: "weight", contribution: "current", positive: "exc", negative: "inh")
      : SynapseWords(strength: "gain", contribution: "effect", positive: "+", negative: "-")
  }
}

/// A neuron's name and place.
public struct NeuronSummary: Sendable, Hashable, Codable {
  public var name: String
  /// `inter`, `command` or `motor`.
  public var layer: String

  public init(name: String, layer: String) {
    self.name = name
    self.layer = layer
  }
}

/// One synapse: from an input channel or a neuron to a neuron.
public struct SynapseSummary: Sendable, Hashable, Codable {
  /// True where `source` is an input channel rather than a neuron.
  public var isSensory: Bool
  public var source: Int
  public var target: Int

  public init(isSensory: Bool, source: Int, target: Int) {
    self.isSensory = isSensory
    self.source = source
    self.target = target
  }
}
