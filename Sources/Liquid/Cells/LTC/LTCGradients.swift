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
}
