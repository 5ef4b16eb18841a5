import Foundation
import Text

/// An LTC's membrane equation with its parameters, ready to be differentiated at any state and inputs.
///
///     let form = try LTCBilinearForm(model: model)
///     let matrices = try form.matrices(states: states, inputs: inputs)
///     print(matrices.intrinsic[target, source])
///
/// Cost of the matrices: an exponential per synapse, some ten microseconds for 32 neurons that are all joined.
package struct LTCBilinearForm: Sendable {
  private let leak: [Double]
  private let leakDrive: [Double]
  private let capacitance: [Double]
  private let recurrent: [Synapse]
  private let sensory: [Synapse]
  private let inputFactors: [Double]
  private let inputOffsets: [Double]

  private struct Synapse: Sendable {
    let source: Int
    let target: Int
    let w: Double
    let mu: Double
    let sigma: Double
    let erev: Double

    func activation(_ x: Double) -> Double { 1 / (1 + exp(sigma * (mu - x))) }
  }

  /// - Throws: where the network is no LTC, or has a mixed memory: then only the derivatives of its steps have a meaning
  ///   (`StepJacobians`).
  package init(model: Model) throws(DerivativeError) {
    guard let cell = model.network as? LTC else {
      throw .noMembraneEquation(cell: model.network.identifier)
    }
    if cell.hasMixedMemory { throw .mixedMemory }
    var values = LTCValues(wiring: cell.wiring)
    values.load(model.parameters, cell: cell)
    leak = values.gleak.map(Double.init)
    leakDrive = zip(leak, values.vleak).map { $0 * Double($1) }
    capacitance = values.cm.map(Double.init)
    recurrent = Self.synapses(cell.wiring.synapses, values.recurrent)
    sensory = Self.synapses(cell.wiring.sensorySynapses, values.sensory)
    var map = ChannelMapValues(
      "input", map: cell.ports.inputMap, width: cell.ports.inputs, layout: cell.layout)
    map.load(model.parameters)
    inputFactors = map.weight.map(Double.init)
    inputOffsets = map.bias.map(Double.init)
  }

  private static func synapses(_ wired: [Wiring.Synapse], _ values: SynapseValues) -> [Synapse] {
    wired.enumerated().map { index, synapse in
      Synapse(
        source: synapse.source, target: synapse.target, w: Double(values.w[index]),
        mu: Double(values.mu[index]), sigma: Double(values.sigma[index]), erev: Double(values.erev[index]))
    }
  }

  private var neurons: Int { leak.count }

  /// The matrices at a state.
  ///
  /// - Parameters:
  ///   - states: `[neurons]`, finite.
  ///   - inputs: as they come, `[inputs]`, finite.
  /// - Throws: where they are not so.
  package func matrices(states: [Float], inputs: [Float]) throws(NetworkError) -> LTCMatrices {
    try check(states)
    guard inputs.count == inputFactors.count else {
      throw .inputCount(inputs.count, expected: inputFactors.count)
    }
    if let channel = inputs.firstNotFinite { throw .inputNotFinite(channel: channel) }
    return matrices(states.map(Double.init), inputs.map(Double.init))
  }

  /// The matrices after a step of a trajectory of the same network, under that step's inputs, as a trace's time constants
  /// are.
  ///
  /// - Throws: where there is no such step.
  package func matrices(at step: Int, of trajectory: StateTrajectory) throws(NetworkError) -> LTCMatrices {
    try trajectory.check(step: step)
    return try matrices(states: trajectory.states[step + 1], inputs: trajectory.inputs(at: step))
  }

  /// The matrices after a step of a trace of the same network, under that step's inputs.
  ///
  /// - Parameter inputs: those of the sequence, `[steps, inputs]`.
  /// - Throws: where there is no such step, or the trace is of other neurons or inputs.
  package func matrices(
    at step: Int, of trace: NetworkTrace, inputs: [Float]
  ) throws(NetworkError) -> LTCMatrices {
    guard (0..<trace.steps).contains(step) else { throw .step(step, count: trace.steps) }
    let (states, width) = (trace.states.count / trace.steps, inputs.count / trace.steps)
    return try matrices(
      states: Array(trace.states[step * states..<(step + 1) * states]),
      inputs: Array(inputs[step * width..<(step + 1) * width]))
  }

  /// The second derivatives of one neuron's dv/dt with respect to the states that are not 0 throughout, in order of
  /// (first, second):
  ///
  ///     D_jj = w_ij s''_ij (erev_ij - v_i) / cm_i,   D_ij = D_ji = -w_ij s'_ij / cm_i   (j != i)
  ///     D_ii = (w_ii s''_ii (erev_ii - v_i) - 2 w_ii s'_ii) / cm_i,   s'' = sigma s' (1 - 2 s)
  ///
  /// They do not depend on the inputs.
  /// - Throws: where the states are not `[neurons]` and finite, or there is no such neuron.
  package func secondDerivatives(
    ofNeuron neuron: Int, states: [Float]
  ) throws(NetworkError) -> [LTCSecondDerivative] {
    try check(states)
    guard (0..<neurons).contains(neuron) else { throw .neuron(neuron, count: neurons) }
    var found: [LTCSecondDerivative] = []
    for synapse in recurrent where synapse.target == neuron {
      let s = synapse.activation(Double(states[synapse.source]))
      let slope = synapse.sigma * s * (1 - s)
      let strength = synapse.w / capacitance[neuron]
      let curvature =
        strength * synapse.sigma * slope * (1 - 2 * s) * (synapse.erev - Double(states[neuron]))
      let source = synapse.source
      guard source != neuron else {
        found.append(.init(first: neuron, second: neuron, value: curvature - 2 * strength * slope))
        continue
      }
      found.append(.init(first: source, second: source, value: curvature))
      found.append(
        .init(first: min(source, neuron), second: max(source, neuron), value: -strength * slope))
    }
    return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  private func check(_ states: [Float]) throws(NetworkError) {
    guard states.count == neurons else { throw .states(count: states.count, expected: neurons) }
    if let index = states.firstNotFinite { throw .stateNotFinite(index: index) }
  }

  private func matrices(_ states: [Double], _ inputs: [Double]) -> LTCMatrices {
    var (conductance, drive) = (leak, leakDrive)
    var intrinsic = Matrix(rows: neurons, columns: neurons)
    var byInputs = Matrix(rows: neurons, columns: inputs.count)
    var modulation = Matrix(rows: inputs.count, columns: neurons)
    /// What a synapse adds, and how the current's conductance moves with its source.
    func add(_ synapse: Synapse, at x: Double) -> Double {
      let s = synapse.activation(x)
      conductance[synapse.target] += synapse.w * s
      drive[synapse.target] += synapse.w * s * synapse.erev
      return synapse.w * synapse.sigma * s * (1 - s) / capacitance[synapse.target]
    }
    for synapse in recurrent {
      let slope = add(synapse, at: states[synapse.source])
      intrinsic[synapse.target, synapse.source] = slope * (synapse.erev - states[synapse.target])
    }
    for synapse in sensory {
      let (target, channel) = (synapse.target, synapse.source)
      let mapped = inputs[channel] * inputFactors[channel] + inputOffsets[channel]
      let slope = add(synapse, at: mapped) * inputFactors[channel]
      byInputs[target, channel] = slope * (synapse.erev - states[target])
      modulation[channel, target] = -slope
    }
    for neuron in 0..<neurons { intrinsic[neuron, neuron] -= conductance[neuron] / capacitance[neuron] }
    return LTCMatrices(
      derivative: (0..<neurons).map { (drive[$0] - conductance[$0] * states[$0]) / capacitance[$0] },
      timeConstants: (0..<neurons).map { capacitance[$0] / conductance[$0] }, intrinsic: intrinsic,
      inputs: byInputs, modulation: modulation)
  }
}

extension DerivativeError: WordedError {
  package var description: String {
    switch self {
    case .noMembraneEquation(let cell):
      "the cell \(cell.quoted) has no membrane equation; the derivatives of its steps are there for every cell"
    case .mixedMemory:
      "a network with a mixed memory has no matrices of its equation, since the memory moves the states between steps;"
        + " the derivatives of its steps are there for every cell"
    }
  }
}
