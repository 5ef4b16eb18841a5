import CLiquidKernels

/// Where the backward pass of an LTC collects its sums, lane by lane, over one shard.
final class LTCGradients {
  /// The loss's gradient with respect to the current state, `[neurons]`.
  let state = LaneBuffer()
  /// With respect to the drive and (negated) conductance of each neuron: of the current sub-step, summed over the
  /// current step, and summed over all, `[neurons]`.
  let subDrive = LaneBuffer()
  let subConductance = LaneBuffer()
  let stepDrive = LaneBuffer()
  let stepConductance = LaneBuffer()
  let drive = LaneBuffer()
  let conductance = LaneBuffer()
  let capacitance = LaneBuffer()
  /// A row of sums a synapse, in the order of the tables grouped by source.
  let recurrent = LaneBuffer()
  let sensory = LaneBuffer()

  /// The buffers that collect over the whole shard, with their sizes.
  private let sums: [(buffer: LaneBuffer, count: Int)]

  init(wiring: Wiring) {
    let lanes = LaneShard.lanes
    let rows = [
      (drive, wiring.neurons), (conductance, wiring.neurons),
      (capacitance, wiring.neurons), (recurrent, wiring.synapses.count),
      (sensory, wiring.sensorySynapses.count),
    ]
    sums = rows.map { ($0, $1 * lanes) }
    for (buffer, count) in sums { buffer.reserve(count) }
    for buffer in [state, subDrive, subConductance, stepDrive, stepConductance] {
      buffer.reserve(wiring.neurons * lanes)
    }
  }

  /// Sets all sums to zero.
  func clear() {
    for (buffer, count) in sums { buffer.clear(count) }
  }

  /// Takes the sums over a step to those over all.
  ///
  /// The sensory synapses act alike in all sub-steps of a step, so their gradient is taken once, from the sums; what
  /// reaches the inputs is added to `inputGradient`.
  func addStep(
    _ network: LTCNetwork, inputs: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: network.sensoryBySource.list) { list in
      liquid_synapse_gradient(
        list, inputs, stepDrive.row(0), stepConductance.row(0), inputGradient, sensory.row(0))
    }
    let neurons = Int32(network.cell.wiring.neurons)
    liquid_add(neurons, stepDrive.row(0), drive.row(0))
    liquid_add(neurons, stepConductance.row(0), conductance.row(0))
  }
}
