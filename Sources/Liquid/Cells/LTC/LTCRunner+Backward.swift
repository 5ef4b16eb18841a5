import CLiquidKernels

extension LTCRunner {
  func backward(_ shard: LaneShard, outputGradient: LaneBuffer, gradient: inout [Float]) {
    let wiring = cell.wiring
    gradients.clear()
    inputMap.clearSums()
    outputMap.clearSums()
    for step in (0..<shard.steps).reversed() {
      outputMap.backward(
        states.row((step + 1) * unfolds * neurons), outGradient: outputGradient.row(step * wiring.outputs),
        xGradient: gradients.state.row(0))
      gradients.stepDrive.clear(neurons * LaneShard.lanes)
      gradients.stepConductance.clear(neurons * LaneShard.lanes)
      for unfold in (0..<unfolds).reversed() {
        subStepGradient(step * unfolds + unfold, of: step)
      }
      sensoryGradient(shard, step: step)
      liquid_add(Int32(neurons), gradients.stepDrive.row(0), gradients.drive.row(0))
      liquid_add(Int32(neurons), gradients.stepConductance.row(0), gradients.conductance.row(0))
    }
    gradients.add(to: &gradient, network: network)
    inputMap.collect(into: &gradient)
    outputMap.collect(into: &gradient)
  }

  private func subStepGradient(_ index: Int, of step: Int) {
    let before = index * neurons
    liquid_ltc_neuron_gradient(
      Int32(neurons), network.values.cm, subSteps.row(step), states.row(before),
      states.row(before + neurons), reciprocals.row(before), gradients.state.row(0),
      gradients.subDrive.row(0), gradients.subConductance.row(0), gradients.stepDrive.row(0),
      gradients.stepConductance.row(0), gradients.capacitance.row(0))
    withUnsafePointer(to: network.recurrentBySource.list) { list in
      liquid_synapse_gradient(
        list, states.row(before), gradients.subDrive.row(0), gradients.subConductance.row(0),
        gradients.state.row(0), gradients.recurrent.row(0))
    }
  }

  // The sensory synapses act alike in all sub-steps of a step, so their gradient is taken once, from the sums.
  private func sensoryGradient(_ shard: LaneShard, step: Int) {
    let inputs = cell.wiring.inputs
    mapInputs(shard, step: step)
    gradients.input.clear(inputs * LaneShard.lanes)
    withUnsafePointer(to: network.sensoryBySource.list) { list in
      liquid_synapse_gradient(
        list, mapped.row(0), gradients.stepDrive.row(0), gradients.stepConductance.row(0),
        gradients.input.row(0), gradients.sensory.row(0))
    }
    inputMap.backward(
      shard.inputs.row(step * inputs), outGradient: gradients.input.row(0), xGradient: nil)
  }
}
