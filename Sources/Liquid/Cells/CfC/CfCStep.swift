import CLiquidKernels

/// A step of a CfC: its heads, then what the mode makes of them.
final class CfCStep: StepRunner {
  let network: CfCNetwork
  let layout: StepRows
  private var held = HeldNeurons()

  /// What `liquid_cfc_step` leaves of the heads, `[slots, heads, neurons]`; after the backward pass the gradient
  /// with respect to the heads.
  let heads = LaneBuffer()
  /// Rows of a step's heads.
  let headRows: Int
  /// With respect to A and w_tau, `[neurons]`.
  private let amplitude = LaneBuffer()
  private let rate = LaneBuffer()

  var cell: CfC { network.cell }
  var stateRows: Int { layout.states }

  init(cell: CfC) {
    network = CfCNetwork(cell: cell)
    layout = StepRows(inputs: cell.wiring.inputs, states: cell.wiring.neurons)
    headRows = cell.options.mode.heads.count * cell.wiring.neurons
    amplitude.reserve(cell.wiring.neurons * LaneShard.lanes)
    rate.reserve(cell.wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    held = HeldNeurons()
    network.load(parameters: parameters)
  }

  func reserve(slots: Int) {
    heads.reserve(slots * headRows * LaneShard.lanes)
    network.heads.reserve(slots: slots)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let heads = heads.row(place.slot * headRows)
    for stage in network.stages.members.indices {
      network.withGroup(stage) { group in
        network.heads.forward(group, slot: place.slot, rows: rows, heads: heads)
        liquid_cfc_step(
          group, place.elapsed, place.present, rows + layout.before * LaneShard.lanes, heads,
          rows + layout.after * LaneShard.lanes)
      }
      // The next stage sees these states.
      held.write(to: rows + layout.after * LaneShard.lanes)
    }
  }

  func zeroGradients() {
    amplitude.clear(layout.states * LaneShard.lanes)
    rate.clear(layout.states * LaneShard.lanes)
    network.heads.zeroGradients()
  }

  func backward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let heads = heads.row(place.slot * headRows)
    for stage in network.stages.members.indices.reversed() {
      // What later stages saw of a held neuron depends on nothing.
      held.clear(gradient + layout.after * LaneShard.lanes)
      network.withGroup(stage) { group in
        liquid_cfc_gradient(
          group, place.elapsed, place.present, gradient + layout.after * LaneShard.lanes, heads,
          gradient + layout.before * LaneShard.lanes, amplitude.row(0), rate.row(0))
        network.heads.backward(
          group, slot: place.slot, headGradient: heads, rows: rows, rowGradient: gradient)
      }
    }
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    network.heads.accumulateGradients(
      slots: slots, rows: rows, stride: stride, headGradient: heads.row(0), into: &gradient)
    guard network.isPure else { return }
    amplitude.addRowSums(to: &gradient, cell.layout["A"])
    rate.addRowSums(to: &gradient, cell.layout["w_tau"])
  }

  func denseTerms(rows: UnsafePointer<Float>) -> [DenseTerm]? {
    network.isPure ? nil : network.heads.denseTerms(rows: rows, headGradient: heads.row(0))
  }

  /// A clamped neuron keeps its value; a silenced one is clamped to 0, where a CfC's synapses, being linear, carry
  /// nothing.
  func hold(_ held: HeldNeurons) {
    self.held = held
  }
}

extension CfCStep {
  /// 1 over what multiplies the elapsed time: |w_tau| + |ff1| in pure mode, else the gate's |time_a|.
  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    let heads = heads.row(place.slot * headRows)
    let neurons = layout.states
    for neuron in 0..<neurons {
      for lane in 0..<LaneShard.lanes {
        let element = neuron * LaneShard.lanes + lane
        let rate =
          network.isPure
          ? abs(network.rate[neuron]) + abs(heads[element])
          : abs(heads[2 * neurons * LaneShard.lanes + element])
        timeConstants.base[element] = 1 / rate
      }
    }
  }

  /// How much the new state of each synapse's target moves with its source, and that times what the synapse saw.
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let gains = network.heads.gains(slot: place.slot, lane: lane, slopes: slopes(place, lane: lane))
    let sources = sources(rows, lane: lane)
    return SynapseActivity(weights: gains, currents: zip(gains, sources).map { $0 * $1 })
  }

  /// The derivative of each new state with respect to its neuron's heads in one lane, `[heads, neurons]`.
  private func slopes(_ place: StepPlace, lane: Int) -> [Float] {
    let count = headRows * LaneShard.lanes
    let slopes = LaneBuffer(count: count)
    slopes.base.update(from: heads.row(place.slot * headRows), count: count)
    let neurons = layout.states * LaneShard.lanes
    let ones = LaneBuffer(count: neurons)
    ones.base.update(repeating: 1, count: neurons)
    let (previous, amplitude, rate) =
      (LaneBuffer(count: neurons), LaneBuffer(count: neurons), LaneBuffer(count: neurons))
    for stage in network.stages.members.indices {
      network.withGroup(stage) { group in
        liquid_cfc_gradient(
          group, place.elapsed, place.present, ones.row(0), slopes.row(0), previous.row(0),
          amplitude.row(0), rate.row(0))
      }
    }
    return (0..<headRows).map { slopes.base[$0 * LaneShard.lanes + lane] }
  }

  /// What each synapse saw in the step.
  private func sources(_ rows: UnsafePointer<Float>, lane: Int) -> [Float] {
    let (wiring, stages) = (cell.wiring, network.stages)
    return wiring.synapses.map { synapse in
      let isNew = stages.stage(of: synapse.source) < stages.stage(of: synapse.target)
      return rows[((isNew ? layout.after : layout.before) + synapse.source) * LaneShard.lanes + lane]
    } + wiring.sensorySynapses.map { rows[$0.source * LaneShard.lanes + lane] }
  }
}
