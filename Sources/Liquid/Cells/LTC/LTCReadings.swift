import CLiquidKernels

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
  func readSynapses(_ network: LTCNetwork, rows: UnsafePointer<Float>, lane: Int) -> SynapseReadings {
    let (wiring, values) = (network.cell.wiring, network.values)
    let states = (0..<layout.states).map { rows[(layout.after + $0) * LaneShard.lanes + lane] }
    let inputs = (0..<layout.inputs).map { rows[$0 * LaneShard.lanes + lane] }
    return SynapseReadings(
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

extension LTCStep {
  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    readings.readTimeConstants(network, rows: rows, into: timeConstants)
  }

  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseReadings {
    readings.readSynapses(network, rows: rows, lane: lane)
  }
}
