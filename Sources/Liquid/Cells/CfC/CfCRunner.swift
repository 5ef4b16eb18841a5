import CLiquidKernels

/// Runs a CfC on shards. Rows of 16 lanes.
final class CfCRunner: ShardRunner {
  let network: CfCNetwork
  let layout: CfCRows
  let inputMap: ChannelScaling
  let outputMap: ChannelScaling
  /// Neurons whose state is held, with their value.
  var held: [(neuron: Int, value: Float)] = []

  /// Mapped inputs and states before each step, `[steps + 1, inputs + neurons]`, the last one's inputs
  /// unused; of two steps alone where nothing is recorded.
  let rows = LaneBuffer()
  /// What `liquid_cfc_step` leaves of the heads, `[steps, heads, neurons]`; of one step where nothing is
  /// recorded.
  let heads = LaneBuffer()
  private(set) lazy var gradients = CfCGradients(wiring: cell.wiring)
  /// Rows of a step's heads.
  let headRows: Int

  var cell: CfC { network.cell }

  init(cell: CfC, maxSteps: Int) {
    network = CfCNetwork(cell: cell)
    layout = CfCRows(cell.wiring)
    headRows = cell.options.mode.heads.count * cell.wiring.neurons
    inputMap = ChannelScaling(
      "input", map: cell.options.inputMap, width: cell.wiring.inputs, layout: cell.layout)
    outputMap = ChannelScaling(
      "output", map: cell.options.outputMap, width: cell.wiring.outputs, layout: cell.layout)
    reserve(steps: maxSteps)
  }

  func load(parameters: [Float]) {
    network.load(parameters: parameters)
    inputMap.load(parameters)
    outputMap.load(parameters)
  }

  func forward(_ shard: LaneShard, outputs: LaneBuffer, recording: Bool) {
    forward(shard, outputs: outputs, recording: recording) { _ in }
  }

  /// Runs forward and calls back after each step.
  func forward(
    _ shard: LaneShard, outputs: LaneBuffer, recording: Bool, afterStep: (_ step: Int) -> Void
  ) {
    let wiring = cell.wiring
    reserve(steps: recording ? shard.steps : 1)
    rows.row(layout.before).update(repeating: 0, count: layout.neurons * LaneShard.lanes)
    hold(at: layout.before)
    outputs.reserve(shard.steps * wiring.outputs * LaneShard.lanes)
    for step in 0..<shard.steps {
      let slot = recording ? step : 0
      let current = rows.row(slot * layout.stride)
      inputMap.apply(shard.inputs.row(step * wiring.inputs), to: current)
      for stage in network.stages.members.indices { advance(shard, step: step, slot: slot, stage: stage) }
      outputMap.apply(current + layout.after * LaneShard.lanes, to: outputs.row(step * wiring.outputs))
      afterStep(step)
      if !recording {
        let states = layout.neurons * LaneShard.lanes
        rows.row(layout.before).update(from: rows.row(layout.after), count: states)
      }
    }
  }

  private func reserve(steps: Int) {
    rows.reserve((steps + 1) * layout.stride * LaneShard.lanes)
    heads.reserve(steps * headRows * LaneShard.lanes)
    network.heads.reserve(steps: steps)
  }

  private func advance(_ shard: LaneShard, step: Int, slot: Int, stage: Int) {
    let current = rows.row(slot * layout.stride)
    let heads = heads.row(slot * headRows)
    network.withGroup(stage) { group in
      network.heads.forward(group, step: slot, rows: current, heads: heads)
      liquid_cfc_step(
        group, shard.elapsed.row(step), shard.present.row(step), current + layout.before * LaneShard.lanes,
        heads, current + layout.after * LaneShard.lanes)
    }
    hold(at: slot * layout.stride + layout.after)
  }

  /// Sets the held neurons' states, which start at a row.
  private func hold(at row: Int) {
    for (neuron, value) in held {
      rows.row(row + neuron).update(repeating: value, count: LaneShard.lanes)
    }
  }
}
