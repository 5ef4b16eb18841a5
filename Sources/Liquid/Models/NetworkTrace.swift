/// Everything a network did on one sequence. Arrays are row-major `[time, channel]`.
public struct NetworkTrace: Sendable, Hashable {
  public let steps: Int
  /// States after each step, `[steps, neurons]`.
  public let states: [Float]
  /// Time constants, `[steps, neurons]`, in the unit of the elapsed times; infinite where nothing acts on the
  /// neuron. An LTC's are those of the system at the state after each step under that step's inputs; a CfC's
  /// are those of the step: 1 / |time_a| of its gate, in pure mode 1 / (|w_tau| + |ff1|). An LSTM's and a GRU's are
  /// those of the gate that keeps a share of the memory, -dt / ln(share), 0 for a step that lasts 0; a CT-GRU's the
  /// geometric mean of its scales, weighted by what is stored at each; a CT-RNN's are its own.
  public let timeConstants: [Float]
  /// Raw network outputs, `[steps, outputs]`.
  public let outputs: [Float]
  /// The strength of every synapse as it ran: the wiring's synapses, then its sensory synapses. An LTC's is
  /// its conductance w, negative where it inhibits (erev < 0); a CT-RNN's and a neural ODE's is the derivative of the
  /// target's tanh with respect to what the synapse sees, at the last states; all others' that of the target's new
  /// state, over the last step.
  public let synapseWeights: [Float]
  /// What each synapse contributed at the end, in the same order: an LTC's current w s (erev - v) at the last
  /// state; all others' strength times what the synapse sees in the last step.
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
