import CLiquidKernels

/// Collects what a CfC does while it runs forward and records, for all lanes.
final class CfCTraceRecorder {
  let outputs = LaneBuffer()

  private let runner: CfCRunner
  private let steps: Int
  private let neurons: Int
  private let held: Set<Int>
  private let silenced: Set<Int>
  /// `[sequences][steps, neurons]`
  private var states: [[Float]]
  private var timeConstants: [[Float]]
  /// The derivative of each state after the last step with respect to its neuron's heads, `[heads, neurons,
  /// 16]`.
  private let slopes = LaneBuffer()

  init(runner: CfCRunner, sequences: Int, steps: Int, silenced: Set<Int>) {
    self.runner = runner
    self.steps = steps
    self.silenced = silenced
    held = Set(runner.held.map(\.neuron))
    neurons = runner.layout.neurons
    let empty = [Float](repeating: 0, count: steps * neurons)
    states = Array(repeating: empty, count: sequences)
    timeConstants = states
  }

  /// Takes what the runner recorded of a step.
  func record(step: Int) {
    let state = runner.rows.row(step * runner.layout.stride + runner.layout.after)
    let heads = runner.heads.row(step * runner.headRows)
    for sequence in states.indices {
      for neuron in 0..<neurons {
        let rate = held.contains(neuron) ? 0 : self.rate(of: neuron, heads: heads, lane: sequence)
        states[sequence][step * neurons + neuron] = state[neuron * LaneShard.lanes + sequence]
        timeConstants[sequence][step * neurons + neuron] = 1 / rate
      }
    }
  }

  /// What multiplies the elapsed time: |w_tau| + |ff1| in pure mode, else the gate's |time_a|.
  private func rate(of neuron: Int, heads: UnsafePointer<Float>, lane: Int) -> Float {
    if runner.network.isPure {
      return abs(runner.network.rate[neuron]) + abs(heads[neuron * LaneShard.lanes + lane])
    }
    return abs(heads[(2 * neurons + neuron) * LaneShard.lanes + lane])
  }

  /// Finds the slopes of the last step, after the run.
  func differentiateLastStep(_ shard: LaneShard) {
    guard steps > 0 else { return }
    let lanes = LaneShard.lanes
    let count = runner.headRows * lanes
    slopes.reserve(count)
    slopes.base.update(from: runner.heads.row((steps - 1) * runner.headRows), count: count)
    let ones = LaneBuffer(count: neurons * lanes)
    ones.base.update(repeating: 1, count: neurons * lanes)
    let unused = CfCGradients(wiring: runner.cell.wiring)
    for stage in runner.network.stages.members.indices {
      runner.network.withGroup(stage) { group in
        liquid_cfc_gradient(
          group, shard.elapsed.row(steps - 1), shard.present.row(steps - 1), ones.row(0), slopes.row(0),
          unused.rows.row(0), unused.amplitude.row(0), unused.rate.row(0))
      }
    }
  }

  /// The trace of one sequence, after the run.
  func trace(sequence: Int) -> NetworkTrace {
    let wiring = runner.cell.wiring
    let gains = gains(lane: sequence)
    let sources = sources(lane: sequence)
    return NetworkTrace(
      steps: steps, states: states[sequence], timeConstants: timeConstants[sequence],
      outputs: (0..<steps * wiring.outputs).map { outputs[$0 * LaneShard.lanes + sequence] },
      synapseWeights: gains, synapseCurrents: zip(gains, sources).map { $0 * $1 })
  }

  /// How much the last step's state of each synapse's target moves with its source; 0 for synapses that reach
  /// a held neuron or leave a silenced one.
  private func gains(lane: Int) -> [Float] {
    let wiring = runner.cell.wiring
    guard steps > 0 else {
      return Array(repeating: 0, count: wiring.synapses.count + wiring.sensorySynapses.count)
    }
    let slopes = (0..<runner.headRows).map { self.slopes[$0 * LaneShard.lanes + lane] }
    var gains = runner.network.heads.gains(step: steps - 1, lane: lane, slopes: slopes)
    for (index, synapse) in (wiring.synapses + wiring.sensorySynapses).enumerated() {
      let isCut = index < wiring.synapses.count && silenced.contains(synapse.source)
      if isCut || held.contains(synapse.target) { gains[index] = 0 }
    }
    return gains
  }

  /// What each synapse saw in the last step.
  private func sources(lane: Int) -> [Float] {
    let wiring = runner.cell.wiring
    guard steps > 0 else {
      return Array(repeating: 0, count: wiring.synapses.count + wiring.sensorySynapses.count)
    }
    let (layout, stages) = (runner.layout, runner.network.stages)
    func value(_ row: Int) -> Float {
      runner.rows[((steps - 1) * layout.stride + row) * LaneShard.lanes + lane]
    }
    return wiring.synapses.map { synapse in
      let isNew = stages.stage(of: synapse.source) < stages.stage(of: synapse.target)
      return value((isNew ? layout.after : layout.before) + synapse.source)
    } + wiring.sensorySynapses.map { value($0.source) }
  }
}
