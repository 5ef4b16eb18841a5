import CLiquidKernels

/// The LTC's membrane equation as a vector field; see `LTC` for the equation.
final class LTCField: VectorField {
  let network: LTCNetwork
  private let layout: StepRows
  private let readings: LTCReadings
  /// Made by the first backward pass: inference needs none.
  private(set) lazy var gradients = LTCGradients(wiring: network.cell.wiring)

  /// Sums over the sensory synapses under the newest inputs, `[neurons]`.
  let inputConductance = LaneBuffer()
  let inputDrive = LaneBuffer()
  /// Sums of all conductances at each stage, `[stages, neurons]`.
  private let conductances = LaneBuffer()

  init(cell: LTC) {
    network = LTCNetwork(cell: cell)
    layout = StepRows(inputs: cell.wiring.inputs, states: cell.wiring.neurons)
    readings = LTCReadings(layout: layout)
    for buffer in [inputConductance, inputDrive] { buffer.reserve(cell.wiring.neurons * LaneShard.lanes) }
  }

  func load(_ parameters: [Float]) { network.load(parameters: parameters) }

  func reserve(slots: Int, stages: Int, evaluations: Int) {
    conductances.reserve(stages * layout.states * LaneShard.lanes)
  }

  func begin(inputs: UnsafePointer<Float>) {
    withUnsafePointer(to: network.sensoryByTarget.list) { list in
      liquid_synapse_sums(list, inputs, inputConductance.row(0), inputDrive.row(0))
    }
  }

  func evaluate(stage: Int, states: UnsafePointer<Float>, derivative: UnsafeMutablePointer<Float>) {
    withUnsafePointer(to: network.neurons) { neurons in
      withUnsafePointer(to: network.recurrentByTarget.list) { list in
        liquid_ltc_derivative(
          list, neurons, inputConductance.row(0), inputDrive.row(0), states, derivative,
          conductances.row(stage * layout.states))
      }
    }
  }

  func zeroGradients() { gradients.clear() }

  func beginBackward(slot: Int) {
    gradients.stepDrive.clear(layout.states * LaneShard.lanes)
    gradients.stepConductance.clear(layout.states * LaneShard.lanes)
  }

  func backward(
    stage: Int, states: UnsafePointer<Float>, derivative: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, stateGradient: UnsafeMutablePointer<Float>
  ) {
    liquid_ltc_derivative_gradient(
      Int32(layout.states), network.neurons.capacitance, states, derivative,
      conductances.row(stage * layout.states),
      gradient, gradients.subDrive.row(0), gradients.subConductance.row(0), stateGradient,
      gradients.stepDrive.row(0), gradients.stepConductance.row(0), gradients.capacitance.row(0))
    backwardThroughSynapses(states: states, stateGradient: stateGradient)
  }

  /// Adds the synapses' part of an evaluation's gradient, from `gradients.subDrive` and `subConductance`.
  func backwardThroughSynapses(
    states: UnsafePointer<Float>, stateGradient: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: network.recurrentBySource.list) { list in
      liquid_synapse_gradient(
        list, states, gradients.subDrive.row(0), gradients.subConductance.row(0), stateGradient,
        gradients.recurrent.row(0))
    }
  }

  func endBackward(slot: Int, inputs: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>) {
    gradients.addStep(network, inputs: inputs, inputGradient: inputGradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    gradients.add(to: &gradient, network: network)
  }

  func hold(_ held: HeldNeurons) { network.hold(held) }

  func readTimeConstants(rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    readings.readTimeConstants(network, rows: rows, into: timeConstants)
  }

  func readSynapses(rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    readings.readSynapses(network, rows: rows, lane: lane)
  }
}

/// Reads an LTC's time constants and synaptic currents from its states; the same for every solver.
final class LTCReadings {
  // Sums over synapses, `[neurons]`.
  private let conductance = LaneBuffer()
  private let inputConductance = LaneBuffer()
  private let drive = LaneBuffer()
  private let layout: StepRows

  init(layout: StepRows) {
    self.layout = layout
    for buffer in [conductance, inputConductance, drive] { buffer.reserve(layout.states * LaneShard.lanes) }
  }

  /// cm / (sum of all conductances) at the states after a step, under that step's inputs.
  func readTimeConstants(
    _ network: LTCNetwork, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer
  ) {
    withUnsafePointer(to: network.recurrentByTarget.list) { list in
      liquid_synapse_sums(
        list, rows + layout.after * LaneShard.lanes, conductance.row(0), drive.row(0))
    }
    withUnsafePointer(to: network.sensoryByTarget.list) { list in
      liquid_synapse_sums(list, rows, inputConductance.row(0), drive.row(0))
    }
    let values = network.values
    for neuron in 0..<layout.states {
      for element in neuron * LaneShard.lanes..<(neuron + 1) * LaneShard.lanes {
        let total = values.gleak[neuron] + conductance.base[element] + inputConductance.base[element]
        timeConstants.base[element] = values.cm[neuron] / total
      }
    }
  }

  /// Conductances, negative where they inhibit, and the currents w s (erev - v) at the states after a step.
  func readSynapses(_ network: LTCNetwork, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let (wiring, values) = (network.cell.wiring, network.values)
    let states = (0..<layout.states).map { rows[(layout.after + $0) * LaneShard.lanes + lane] }
    let inputs = (0..<layout.inputs).map { rows[$0 * LaneShard.lanes + lane] }
    return SynapseActivity(
      weights: Self.strengths(values.recurrent) + Self.strengths(values.sensory),
      currents: Self.currents(wiring.synapses, values.recurrent, sources: states, states: states)
        + Self.currents(wiring.sensorySynapses, values.sensory, sources: inputs, states: states))
  }

  private static func strengths(_ values: SynapseValues) -> [Float] {
    zip(values.w, values.erev).map { w, reversal in reversal < 0 ? -w : w }
  }

  private static func currents(
    _ synapses: [Wiring.Synapse], _ values: SynapseValues, sources: [Float], states: [Float]
  ) -> [Float] {
    synapses.enumerated().map { index, synapse in
      let activation = sigmoid(values.sigma[index] * (sources[synapse.source] - values.mu[index]))
      return values.w[index] * activation * (values.erev[index] - states[synapse.target])
    }
  }
}
