import CLiquidKernels

/// A step of an LTC by the fused semi-implicit solver.
final class LTCStep: StepRunner {
  let network: LTCNetwork
  let layout: StepRows

  /// States between the sub-steps, `[slots, unfolds - 1, neurons]`.
  let between = LaneBuffer()
  /// 1 / (cm + D conductance) of each sub-step, `[slots, unfolds, neurons]`.
  let reciprocals = LaneBuffer()
  /// The length of a sub-step, `[slots]`.
  let subSteps = LaneBuffer()
  /// Sums over the sensory synapses in the newest step, `[neurons]`.
  let inputConductance = LaneBuffer()
  let inputDrive = LaneBuffer()
  private(set) lazy var gradients = LTCGradients(wiring: cell.wiring)
  private(set) lazy var readings = LTCReadings(layout: layout)

  var cell: LTC { network.cell }
  var neurons: Int { layout.states }
  var stateRows: Int { layout.states }
  var unfolds: Int { cell.options.unfolds }

  init(cell: LTC) {
    network = LTCNetwork(cell: cell)
    layout = StepRows(inputs: cell.wiring.inputs, states: cell.wiring.neurons)
    inputConductance.reserve(cell.wiring.neurons * LaneShard.lanes)
    inputDrive.reserve(cell.wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    network.load(parameters: parameters)
  }

  func reserve(slots: Int) {
    between.reserve(slots * (unfolds - 1) * neurons * LaneShard.lanes)
    reciprocals.reserve(slots * unfolds * neurons * LaneShard.lanes)
    subSteps.reserve(slots * LaneShard.lanes)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let length = subSteps.row(place.slot)
    for lane in 0..<LaneShard.lanes { length[lane] = place.elapsed[lane] / Float(unfolds) }
    withUnsafePointer(to: network.sensoryByTarget.list) { list in
      liquid_synapse_sums(list, rows, inputConductance.row(0), inputDrive.row(0))
    }
    network.withNeurons { parameters in
      withUnsafePointer(to: network.recurrentByTarget.list) { list in
        for unfold in 0..<unfolds {
          liquid_ltc_substep(
            list, parameters, length, inputConductance.row(0), inputDrive.row(0),
            state(before: unfold, place.slot, rows), state(before: unfold + 1, place.slot, rows),
            reciprocal(of: unfold, place.slot))
        }
      }
    }
  }

  func hold(_ interventions: [NetworkIntervention]) { network.hold(interventions) }

  /// The states before a sub-step of a slot, `unfolds` standing for those after the last.
  func state(
    before unfold: Int, _ slot: Int, _ rows: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    switch unfold {
    case 0: rows + layout.before * LaneShard.lanes
    case unfolds: rows + layout.after * LaneShard.lanes
    default: between.row((slot * (unfolds - 1) + unfold - 1) * neurons)
    }
  }

  func reciprocal(of unfold: Int, _ slot: Int) -> UnsafeMutablePointer<Float> {
    reciprocals.row((slot * unfolds + unfold) * neurons)
  }
}
