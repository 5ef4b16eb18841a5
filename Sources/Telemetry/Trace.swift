/// What the network did on one probe sequence. All arrays are row-major `[time, channel]`.
public struct Trace: Sendable, Hashable {
  /// Elapsed time since the sequence's start at each step, `[time]`, in the task's time unit.
  public var times: [Float]
  /// `[time, inputs]`, in the units of the data.
  public var inputs: [Float]
  /// Hidden states after each step, `[time, neurons]`.
  public var states: [Float]
  /// System time constants after each step, `[time, neurons]`, in the task's time unit. Infinite where
  /// nothing acts on the neuron (it is clamped); empty where the cell has no time constants.
  public var timeConstants: [Float]
  /// `[time, outputs]`: in the targets' units, or class probabilities.
  public var outputs: [Float]
  /// `[time, outputs]`: in the same units as `outputs` (one-hot for classes); NaN where a target is missing.
  public var targets: [Float]
  /// The error of the network's solver; nil where the cell has no solver or it was not measured.
  public var solverError: SolverError?

  public init(
    times: [Float], inputs: [Float], states: [Float], timeConstants: [Float], outputs: [Float],
    targets: [Float], solverError: SolverError? = nil
  ) {
    self.times = times
    self.inputs = inputs
    self.states = states
    self.timeConstants = timeConstants
    self.outputs = outputs
    self.targets = targets
    self.solverError = solverError
  }

  /// The number of time steps.
  public var stepCount: Int { times.count }

  /// One channel over time of an array of this trace, `[time]`. Empty where there are no steps.
  public func channel(_ index: Int, of array: KeyPath<Trace, [Float]>) -> [Float] {
    let values = self[keyPath: array]
    guard !times.isEmpty else { return [] }
    let width = values.count / times.count
    guard index >= 0, index < width else { return [] }
    return stride(from: index, to: values.count, by: width).map { values[$0] }
  }
}

/// A probe: which held-out sequence is on the screen, and what the network did on it.
public struct Probe: Sendable, Hashable {
  /// The sequence's place among the probe sequences.
  public var index: Int
  /// How many probe sequences there are to choose from.
  public var count: Int
  public var nominal: Trace
  /// The same sequence with the active perturbations and interventions; nil where none is active.
  public var perturbed: Trace?
  /// Weights and currents at one step of the nominal trace; nil where the cell has no synapses.
  public var synapses: SynapseReadings?
  /// Why the network answered as it did at one step of the nominal trace; nil where that was not computed.
  public var explanation: Explanation?
  /// The token that each step of the sequence read, `[time]`, safe to show: of a text, whose words a network steps
  /// through; nil for other data and in runs of older versions.
  public var words: [String]?

  public init(
    index: Int, count: Int, nominal: Trace, perturbed: Trace? = nil, synapses: SynapseReadings? = nil,
    explanation: Explanation? = nil, words: [String]? = nil
  ) {
    self.index = index
    self.count = count
    self.nominal = nominal
    self.perturbed = perturbed
    self.synapses = synapses
    self.explanation = explanation
    self.words = words
  }

  /// Whether words are single characters, which stand side by side in their text: nearly all have one, which is not true
  /// of the words of any language.
  package static func areCharacters(_ words: [String]) -> Bool {
    words.count { $0.count <= 1 } * 20 >= words.count * 19
  }
}

/// Every synapse's strength at one step of the probe, in the order of `ModelSummary.synapses`.
public struct SynapseReadings: Sendable, Hashable {
  /// Conductance times the sign of the reversal potential, `[synapses]`.
  public var weights: [Float]
  /// The current w s (erev - v) each carries at that step, `[synapses]`.
  public var currents: [Float]
  /// The step of the nominal trace they were taken at, counted from 0; nil for the last one.
  public var step: Int?

  public init(weights: [Float], currents: [Float], step: Int? = nil) {
    self.weights = weights
    self.currents = currents
    self.step = step
  }
}

/// The error of a network's states against the exact solution of its differential equation on the same inputs, relative to
/// the range of the exact states.
public struct SolverError: Sendable, Hashable {
  /// Of any neuron after any step.
  public var largest: Float
  /// Over all neurons and steps.
  public var rootMeanSquare: Float

  public init(largest: Float, rootMeanSquare: Float) {
    self.largest = largest
    self.rootMeanSquare = rootMeanSquare
  }
}
