/// Collects what a network does while it runs forward, for all lanes.
final class TraceRecorder {
  private let runner: RecurrentRunner
  private let steps: Int
  private let synapseSteps: Range<Int>
  private let neurons: Int
  private let held: Set<Int>
  private let outputs = LaneBuffer()
  private let stepTimeConstants = LaneBuffer()
  /// `[sequences][steps, neurons]`
  private var states: [[Float]]
  private var timeConstants: [[Float]]
  /// `[sequences][steps that are read, synapses]`
  private var synapses: [SynapseActivity]

  init(runner: RecurrentRunner, sequences: Int, steps: Int, synapses readSteps: NetworkTrace.SynapseSteps) {
    switch readSteps {
    case .last: synapseSteps = max(0, steps - 1)..<steps
    case .step(let step):
      precondition((0..<steps).contains(step), "synapses at step \(step) of \(steps)")
      synapseSteps = step..<step + 1
    case .everyStep: synapseSteps = 0..<steps
    }
    self.runner = runner
    self.steps = steps
    let wiring = runner.cell.wiring
    neurons = wiring.neurons
    held = runner.held.neurons
    let empty = [Float](repeating: 0, count: steps * neurons)
    states = Array(repeating: empty, count: sequences)
    timeConstants = states
    synapses = Array(repeating: SynapseActivity(weights: [], currents: []), count: sequences)
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
    guard synapseSteps.contains(place.step) else { return }
    for sequence in states.indices {
      let readings = runner.readSynapses(place, rows: rows, lane: sequence)
      synapses[sequence].weights += readings.weights
      synapses[sequence].currents += readings.currents
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
