/// A network with its parameters: a value.
public struct Model: Sendable {
  public let cell: any Cell
  /// The flat parameter vector, as `cell.layout` describes it.
  public var parameters: [Float]

  /// A model with random initial parameters; the same for the same seed.
  public init(cell: any Cell, seed: UInt64) {
    self.init(cell: cell, parameters: cell.initialParameters(seed: seed))
  }

  public init(cell: any Cell, parameters: [Float]) {
    precondition(
      parameters.count == cell.layout.count,
      "\(parameters.count) parameters for a network that has \(cell.layout.count)")
    self.cell = cell
    self.parameters = parameters
  }

  public var parameterCount: Int { parameters.count }

  /// The elements of a named tensor, row-major.
  public subscript(parameter name: String) -> ArraySlice<Float> {
    get { parameters[cell.layout[name]] }
    set { parameters.replaceSubrange(checked(name, count: newValue.count), with: newValue) }
  }

  private func checked(_ name: String, count: Int) -> Range<Int> {
    let range = cell.layout[name]
    precondition(count == range.count, "\(count) values for the \(range.count) of \(name)")
    return range
  }
}

extension Model {
  /// Runs the network on several inputs side by side, under one set of interventions, and records everything.
  ///
  /// - Parameters:
  ///   - inputs: one array per sequence, `[time, inputs]` each.
  ///   - elapsed: the elapsed time of each step, `[time]`, the same for all.
  ///   - step: the step after which synapses are read, counted from 0; nil: the last.
  /// - Returns: one trace per sequence.
  public func traces(
    inputs: [[Float]], elapsed: [Float], interventions: [NetworkIntervention] = [],
    synapsesAt step: Int? = nil
  ) -> [NetworkTrace] {
    guard !elapsed.isEmpty else { return [] }
    let lanes = LaneShard.lanes
    return stride(from: 0, to: inputs.count, by: lanes).flatMap { first in
      let group = inputs[first..<min(first + lanes, inputs.count)]
      let batch = SequenceBatch(
        count: group.count, steps: elapsed.count, inputWidth: cell.wiring.inputs, targetWidth: 0,
        lengths: Array(repeating: elapsed.count, count: group.count), inputs: group.flatMap { $0 },
        elapsed: group.flatMap { _ in elapsed }, targets: [], targetWeights: [])
      return cell.traces(
        parameters: parameters, batch: batch, interventions: interventions, synapsesAt: step)
    }
  }
}

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
