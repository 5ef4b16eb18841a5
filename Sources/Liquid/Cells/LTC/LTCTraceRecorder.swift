import CLiquidKernels

/// Collects what an LTC does while it runs forward, for all lanes.
final class LTCTraceRecorder {
  let outputs = LaneBuffer()

  private let runner: LTCRunner
  private let steps: Int
  private let neurons: Int
  /// `[sequences][steps, neurons]`
  private var states: [[Float]]
  private var timeConstants: [[Float]]
  // The sums over the recurrent synapses at the state after a step, `[neurons, 16]`.
  private let conductance = LaneBuffer()
  private let drive = LaneBuffer()

  init(runner: LTCRunner, sequences: Int, steps: Int) {
    self.runner = runner
    self.steps = steps
    neurons = runner.neurons
    let empty = [Float](repeating: 0, count: steps * neurons)
    states = Array(repeating: empty, count: sequences)
    timeConstants = states
    conductance.reserve(neurons * LaneShard.lanes)
    drive.reserve(neurons * LaneShard.lanes)
  }

  /// Takes the state after a step; the runner still holds that step's sensory sums.
  func record(step: Int, state: UnsafePointer<Float>) {
    withUnsafePointer(to: runner.network.recurrentByTarget.list) { list in
      liquid_synapse_sums(list, state, conductance.row(0), drive.row(0))
    }
    let values = runner.network.values
    for sequence in states.indices {
      for neuron in 0..<neurons {
        let element = neuron * LaneShard.lanes + sequence
        let total =
          values.gleak[neuron] + conductance.base[element] + runner.inputConductance.base[element]
        states[sequence][step * neurons + neuron] = state[element]
        timeConstants[sequence][step * neurons + neuron] = values.cm[neuron] / total
      }
    }
  }

  /// The trace of one sequence, after the run.
  func trace(sequence: Int) -> NetworkTrace {
    let width = runner.cell.wiring.outputs
    let values = runner.network.values
    return NetworkTrace(
      steps: steps, states: states[sequence], timeConstants: timeConstants[sequence],
      outputs: (0..<steps * width).map { outputs[$0 * LaneShard.lanes + sequence] },
      synapseWeights: zip(values.recurrent.w, values.recurrent.erev).map(signedConductance)
        + zip(values.sensory.w, values.sensory.erev).map(signedConductance),
      synapseCurrents: currents(sequence: sequence))
  }

  /// The conductance with the sign of the reversal potential: what excites is positive, what inhibits negative.
  private func signedConductance(_ w: Float, _ reversal: Float) -> Float { reversal < 0 ? -w : w }

  /// w s (erev - v) of every synapse at the end of the last step.
  private func currents(sequence: Int) -> [Float] {
    let wiring = runner.cell.wiring
    guard steps > 0 else {
      return Array(repeating: 0, count: wiring.synapses.count + wiring.sensorySynapses.count)
    }
    let last = states[sequence].suffix(neurons)
    let seen = (0..<wiring.inputs).map { runner.mapped[$0 * LaneShard.lanes + sequence] }
    let values = runner.network.values
    return Self.currents(wiring.synapses, values.recurrent, sources: Array(last), states: Array(last))
      + Self.currents(wiring.sensorySynapses, values.sensory, sources: seen, states: Array(last))
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
