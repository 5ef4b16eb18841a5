/// Everything a network did on one sequence. Arrays are row-major `[time, channel]`.
public struct NetworkTrace: Sendable, Hashable {
  /// The steps after which the synapses of a trace are read.
  public enum SynapseSteps: Sendable, Hashable {
    case last
    /// Counted from 0.
    case step(Int)
    /// After each, which takes about as long as the run itself.
    case everyStep
  }

  /// The length of the sequence.
  public let steps: Int
  /// States after each step, `[steps, neurons]`.
  public let states: [Float]
  /// Time constants, `[steps, neurons]`, in the unit of the elapsed times; infinite where nothing acts on the
  /// neuron. An LTC's are those of the system at the state after each step under that step's inputs; a CfC's
  /// are those of the step: 1 / |time_a| of its gate, in pure mode 1 / (|w_tau| + |ff1|). An LSTM's and a GRU's are
  /// those of the gate that keeps a share of the memory, -dt / ln(share), 0 for a step that lasts 0; a CT-GRU's the
  /// geometric mean of its scales, weighted by what is stored at each; a CT-RNN's are its own. An LRC's and an LrcSSM's are
  /// one over the elastance times s(f), at the state after each step under that step's inputs.
  public let timeConstants: [Float]
  /// Raw network outputs, `[steps, outputs]`.
  public let outputs: [Float]
  /// The strength of every synapse as it ran, `[steps that were read, synapses]`: the wiring's synapses, then its sensory
  /// synapses. An LTC's is its conductance w, negative where it inhibits (erev < 0); a CT-RNN's and a neural ODE's is the
  /// derivative of the target's tanh with respect to what the synapse sees, at the states then, an LRC's and an LrcSSM's
  /// that of the target's rate of change; all others' that of the target's new state, over that step.
  public let synapseWeights: [Float]
  /// What each synapse contributed after each of those steps, in the same order: an LTC's current w s (erev - v) at the
  /// state then; all others' strength times what the synapse sees in that step.
  public let synapseCurrents: [Float]

  package init(
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

extension NetworkTrace {
  /// A neuron's state after each step, `[steps]`.
  public func states(ofNeuron neuron: Int) -> [Float] { column(neuron, of: states, "neuron") }

  /// A neuron's time constant at each step, `[steps]`.
  public func timeConstants(ofNeuron neuron: Int) -> [Float] { column(neuron, of: timeConstants, "neuron") }

  /// A raw output after each step, `[steps]`.
  public func outputs(ofChannel channel: Int) -> [Float] { column(channel, of: outputs, "output") }

  private func column(_ index: Int, of values: [Float], _ name: String) -> [Float] {
    let width = values.count / max(steps, 1)
    require((0..<width).contains(index), "there is no \(name) \(index): the network has \(width), from 0 on")
    return stride(from: index, to: values.count, by: width).map { values[$0] }
  }
}
