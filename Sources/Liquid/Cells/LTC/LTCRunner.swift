import CLiquidKernels

/// Runs an LTC on shards. Rows of 16 lanes; a sub-step's states are `[neurons]` rows.
final class LTCRunner: ShardRunner {
  let network: LTCNetwork
  let inputMap: ChannelScaling
  let outputMap: ChannelScaling
  /// The state each neuron starts from.
  var initialState: [Float]

  /// States before each sub-step and after the last, `[steps unfolds + 1, neurons]`; the last two alone where
  /// nothing is recorded.
  let states = LaneBuffer()
  /// 1 / (cm + D conductance) of each sub-step, stored like `states`.
  let reciprocals = LaneBuffer()
  /// The length of a sub-step, `[steps]`.
  let subSteps = LaneBuffer()
  /// What the sensory synapses see in the current step, `[inputs]`.
  let mapped = LaneBuffer()
  /// Sums over the sensory synapses in the current step, `[neurons]`.
  let inputConductance = LaneBuffer()
  let inputDrive = LaneBuffer()
  private(set) lazy var gradients = LTCGradients(wiring: cell.wiring)

  var cell: LTC { network.cell }
  var neurons: Int { cell.wiring.neurons }
  var unfolds: Int { cell.options.unfolds }

  init(cell: LTC, maxSteps: Int) {
    network = LTCNetwork(cell: cell)
    inputMap = ChannelScaling(
      "input", map: cell.options.inputMap, width: cell.wiring.inputs, layout: cell.layout)
    outputMap = ChannelScaling(
      "output", map: cell.options.outputMap, width: cell.wiring.outputs, layout: cell.layout)
    initialState = Array(repeating: 0, count: cell.wiring.neurons)
    mapped.reserve(cell.wiring.inputs * LaneShard.lanes)
    inputConductance.reserve(cell.wiring.neurons * LaneShard.lanes)
    inputDrive.reserve(cell.wiring.neurons * LaneShard.lanes)
    subSteps.reserve(maxSteps * LaneShard.lanes)
  }

  func load(parameters: [Float]) {
    network.load(parameters: parameters)
    inputMap.load(parameters)
    outputMap.load(parameters)
  }

  func forward(_ shard: LaneShard, outputs: LaneBuffer, recording: Bool) {
    forward(shard, outputs: outputs, recording: recording) { _, _ in }
  }

  /// Runs forward and shows the state, `[neurons, 16]`, after each step.
  func forward(
    _ shard: LaneShard, outputs: LaneBuffer, recording: Bool,
    afterStep: (_ step: Int, _ state: UnsafePointer<Float>) -> Void
  ) {
    let wiring = cell.wiring
    prepare(shard, recording: recording)
    outputs.reserve(shard.steps * wiring.outputs * LaneShard.lanes)
    network.withNeurons { parameters in
      for step in 0..<shard.steps {
        mapInputs(shard, step: step)
        sensorySums()
        for unfold in 0..<unfolds {
          let index = step * unfolds + unfold
          subStep(from: index, of: step, recording: recording, parameters)
        }
        let state = row((step + 1) * unfolds, recording: recording)
        outputMap.apply(states.row(state), to: outputs.row(step * wiring.outputs))
        afterStep(step, states.row(state))
      }
    }
  }

  /// Computes what the sensory synapses see in a step.
  func mapInputs(_ shard: LaneShard, step: Int) {
    inputMap.apply(shard.inputs.row(step * cell.wiring.inputs), to: mapped.row(0))
  }

  /// The row at which the states of a sub-step start.
  private func row(_ subStep: Int, recording: Bool) -> Int {
    (recording ? subStep : subStep % 2) * neurons
  }

  private func prepare(_ shard: LaneShard, recording: Bool) {
    let lanes = LaneShard.lanes
    let kept = recording ? shard.steps * unfolds + 1 : 2
    states.reserve(kept * neurons * lanes)
    reciprocals.reserve(kept * neurons * lanes)
    subSteps.reserve(shard.steps * lanes)
    for index in 0..<shard.steps * lanes {
      subSteps.base[index] = shard.elapsed.base[index] / Float(unfolds)
    }
    for neuron in 0..<neurons {
      states.row(neuron).update(repeating: initialState[neuron], count: lanes)
    }
  }

  private func sensorySums() {
    withUnsafePointer(to: network.sensoryByTarget.list) { list in
      liquid_synapse_sums(list, mapped.row(0), inputConductance.row(0), inputDrive.row(0))
    }
  }

  private func subStep(
    from index: Int, of step: Int, recording: Bool, _ parameters: UnsafePointer<liquid_neurons>
  ) {
    let before = row(index, recording: recording)
    let after = row(index + 1, recording: recording)
    withUnsafePointer(to: network.recurrentByTarget.list) { list in
      liquid_ltc_substep(
        list, parameters, subSteps.row(step), inputConductance.row(0), inputDrive.row(0),
        states.row(before), states.row(after), reciprocals.row(before))
    }
  }
}
