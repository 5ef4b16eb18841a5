/// Collects what a network does while it runs forward, for all lanes.
final class TraceRecorder {
  private let runner: RecurrentRunner
  private let steps: Int
  private let synapseStep: Int
  private let neurons: Int
  private let held: Set<Int>
  private let outputs = LaneBuffer()
  private let stepTimeConstants = LaneBuffer()
  /// `[sequences][steps, neurons]`
  private var states: [[Float]]
  private var timeConstants: [[Float]]
  private var synapses: [SynapseReadings]

  /// - Parameter synapseStep: the step after which synapses are read.
  init(runner: RecurrentRunner, sequences: Int, steps: Int, synapsesAt synapseStep: Int) {
    precondition((0..<max(1, steps)).contains(synapseStep), "synapses at step \(synapseStep) of \(steps)")
    self.runner = runner
    self.steps = steps
    self.synapseStep = synapseStep
    let wiring = runner.cell.wiring
    neurons = wiring.neurons
    held = runner.held.neurons
    let empty = [Float](repeating: 0, count: steps * neurons)
    states = Array(repeating: empty, count: sequences)
    timeConstants = states
    let none = [Float](repeating: 0, count: wiring.synapses.count + wiring.sensorySynapses.count)
    synapses = Array(repeating: SynapseReadings(weights: none, currents: none), count: sequences)
    stepTimeConstants.reserve(neurons * LaneShard.lanes)
  }

  /// Runs sequences of equal length, as many as the recorder has room for.
  func run(_ batch: SequenceBatch) -> [NetworkTrace] {
    let shard = LaneShard()
    shard.load(batch, shard: 0)
    runner.forward(shard, outputs: outputs, recording: false, afterStep: record)
    return states.indices.map(trace)
  }

  private func record(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let after = rows + runner.layout.after * LaneShard.lanes
    runner.stepper.readTimeConstants(place, rows: rows, into: stepTimeConstants)
    for sequence in states.indices {
      for neuron in 0..<neurons {
        let element = neuron * LaneShard.lanes + sequence
        states[sequence][place.step * neurons + neuron] = after[element]
        timeConstants[sequence][place.step * neurons + neuron] =
          held.contains(neuron) ? .infinity : stepTimeConstants.base[element]
      }
    }
    guard place.step == synapseStep else { return }
    for sequence in states.indices {
      synapses[sequence] = runner.stepper.readSynapses(place, rows: rows, lane: sequence)
      cutSynapses(in: &synapses[sequence])
    }
  }

  /// Nothing passes through a synapse that reaches a held neuron or leaves a silenced one.
  private func cutSynapses(in readings: inout SynapseReadings) {
    let wiring = runner.cell.wiring
    for (index, synapse) in (wiring.synapses + wiring.sensorySynapses).enumerated() {
      let isRecurrent = index < wiring.synapses.count
      guard held.contains(synapse.target) || (isRecurrent && runner.held.silenced.contains(synapse.source))
      else { continue }
      readings.weights[index] = 0
      readings.currents[index] = 0
    }
  }

  private func trace(sequence: Int) -> NetworkTrace {
    let width = runner.ports.outputWidth
    return NetworkTrace(
      steps: steps, states: states[sequence], timeConstants: timeConstants[sequence],
      outputs: (0..<steps * width).map { outputs.base[$0 * LaneShard.lanes + sequence] },
      synapseWeights: synapses[sequence].weights, synapseCurrents: synapses[sequence].currents)
  }
}
