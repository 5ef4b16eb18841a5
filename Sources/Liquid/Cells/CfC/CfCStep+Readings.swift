import CLiquidKernels

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
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseReadings {
    let gains = network.heads.gains(slot: place.slot, lane: lane, slopes: slopes(place, lane: lane))
    let sources = sources(rows, lane: lane)
    return SynapseReadings(weights: gains, currents: zip(gains, sources).map { $0 * $1 })
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
