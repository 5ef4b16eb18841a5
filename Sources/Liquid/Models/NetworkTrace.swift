/// Everything a network did on one sequence. Arrays are row-major `[time, channel]`.
public struct NetworkTrace: Sendable, Hashable {
  public let steps: Int
  /// States after each step, `[steps, neurons]`.
  public let states: [Float]
  /// System time constants at the state after each step under that step's inputs, `[steps, neurons]`, in the unit of
  /// the elapsed times; infinite where nothing acts on the neuron.
  public let timeConstants: [Float]
  /// Raw network outputs, `[steps, outputs]`.
  public let outputs: [Float]
  /// The conductance w of every synapse, negative where it inhibits (erev < 0): the wiring's synapses, then its sensory synapses.
  public let synapseWeights: [Float]
  /// The current w s (erev - v) each carried at the end of the last step, in the same order.
  public let synapseCurrents: [Float]

  public init(
    steps: Int, states: [Float], timeConstants: [Float], outputs: [Float], synapseWeights: [Float],
    synapseCurrents: [Float]
  ) {
    self.steps = steps
    self.states = states
    self.timeConstants = timeConstants
    self.outputs = outputs
    self.synapseWeights = synapseWeights
    self.synapseCurrents = synapseCurrents
  }
}
