import CLiquidKernels

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
