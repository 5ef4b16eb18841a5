import CLiquidKernels

/// A step of an LTC by the fused semi-implicit solver.
final class LTCStep: StepRunner {
  let network: LTCNetwork
  let layout: StepRows

  let states: SubStepStates
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
  var unfolds: Int { states.unfolds }

  init(cell: LTC) {
    network = LTCNetwork(cell: cell)
    layout = StepRows(inputs: cell.wiring.inputs, states: cell.wiring.neurons)
    states = SubStepStates(layout: layout, unfolds: cell.options.unfolds)
    inputConductance.reserve(cell.wiring.neurons * LaneShard.lanes)
    inputDrive.reserve(cell.wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    network.load(parameters: parameters)
  }

  func reserve(slots: Int) {
    states.reserve(slots: slots)
    reciprocals.reserve(slots * unfolds * neurons * LaneShard.lanes)
    subSteps.reserve(slots * LaneShard.lanes)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let length = subSteps.row(place.slot)
    states.measure(place, into: length)
    withUnsafePointer(to: network.sensoryByTarget.list) { list in
      liquid_synapse_sums(list, rows, inputConductance.row(0), inputDrive.row(0))
    }
    network.withNeurons { parameters in
      withUnsafePointer(to: network.recurrentByTarget.list) { list in
        for unfold in 0..<unfolds {
          liquid_ltc_substep(
            list, parameters, length, inputConductance.row(0), inputDrive.row(0),
            states.row(before: unfold, place.slot, rows), states.row(before: unfold + 1, place.slot, rows),
            reciprocal(of: unfold, place.slot))
        }
      }
    }
  }

  func hold(_ interventions: [NetworkIntervention]) { network.hold(interventions) }

  func reciprocal(of unfold: Int, _ slot: Int) -> UnsafeMutablePointer<Float> {
    reciprocals.row((slot * unfolds + unfold) * neurons)
  }
}

extension LTCStep {
  func clearSums() {
    gradients.clear()
  }

  func goBack(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let count = neurons * LaneShard.lanes
    gradients.state.row(0).update(from: gradient + layout.after * LaneShard.lanes, count: count)
    gradients.stepDrive.clear(count)
    gradients.stepConductance.clear(count)
    for unfold in (0..<unfolds).reversed() { subStepGradient(unfold, slot: place.slot, rows) }
    liquid_add(Int32(neurons), gradients.state.row(0), gradient + layout.before * LaneShard.lanes)
    gradients.addStep(network, inputs: rows, inputGradient: gradient)
  }

  func collect(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float]) {
    gradients.add(to: &gradient, network: network)
  }

  private func subStepGradient(_ unfold: Int, slot: Int, _ rows: UnsafeMutablePointer<Float>) {
    let before = states.row(before: unfold, slot, rows)
    liquid_ltc_neuron_gradient(
      Int32(neurons), network.values.cm, subSteps.row(slot), before,
      states.row(before: unfold + 1, slot, rows),
      reciprocal(of: unfold, slot), gradients.state.row(0), gradients.subDrive.row(0),
      gradients.subConductance.row(0), gradients.stepDrive.row(0), gradients.stepConductance.row(0),
      gradients.capacitance.row(0))
    withUnsafePointer(to: network.recurrentBySource.list) { list in
      liquid_synapse_gradient(
        list, before, gradients.subDrive.row(0), gradients.subConductance.row(0), gradients.state.row(0),
        gradients.recurrent.row(0))
    }
  }
}
