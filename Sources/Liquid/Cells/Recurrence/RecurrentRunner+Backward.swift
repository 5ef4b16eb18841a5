import CLiquidKernels

extension RecurrentRunner {
  func backward(_ shard: LaneShard, outputGradient: LaneBuffer, gradient: inout [Float]) {
    gradientRows.clear(2 * layout.stride * LaneShard.lanes)
    guard let checkpointEvery else {
      goBack(shard, from: 0, steps: shard.steps, outputGradient, &gradient)
      return
    }
    let starts = stride(from: 0, to: shard.steps, by: checkpointEvery)
    for (checkpoint, start) in starts.enumerated().reversed() {
      let steps = min(checkpointEvery, shard.steps - start)
      runAgain(shard, from: start, steps: steps, checkpoint: checkpoint)
      goBack(shard, from: start, steps: steps, outputGradient, &gradient)
    }
  }

  /// Fills the slots from a checkpoint on.
  private func runAgain(_ shard: LaneShard, from start: Int, steps: Int, checkpoint: Int) {
    reserve(slots: steps)
    repeatedOutputs.reserve(ports.outputWidth * LaneShard.lanes)
    before(slot: 0).update(from: states(checkpoint: checkpoint), count: stateCount)
    for slot in 0..<steps {
      let place = StepPlace(shard: shard, step: start + slot, slot: slot)
      advance(place, outputs: repeatedOutputs.row(0))
    }
  }

  /// Goes back through the steps in the slots and adds the parameters' gradient.
  private func goBack(
    _ shard: LaneShard, from start: Int, steps: Int, _ outputGradient: LaneBuffer,
    _ gradient: inout [Float]
  ) {
    stepper.clearSums()
    inputMap.clearSums()
    readout.clearSums()
    for slot in (0..<steps).reversed() {
      let step = start + slot
      let current = row(slot)
      readout.backward(
        states: current + layout.after * LaneShard.lanes,
        outGradient: outputGradient.row(step * ports.outputWidth),
        stateGradient: gradientRows.row(layout.after))
      stepper.goBack(
        StepPlace(shard: shard, step: step, slot: slot), rows: current, gradient: gradientRows.row(0))
      inputMap.backward(
        shard.inputs.row(step * ports.inputs), outGradient: gradientRows.row(0), xGradient: nil)
      moveBack()
    }
    stepper.collect(slots: steps, rows: row(0), stride: layout.stride, into: &gradient)
    inputMap.collect(into: &gradient)
    readout.collect(slots: steps, outGradient: outputGradient.row(start * ports.outputWidth), into: &gradient)
  }

  /// What reached the states before a step belongs to those after the step before.
  private func moveBack() {
    gradientRows.row(layout.after).update(from: gradientRows.row(layout.before), count: stateCount)
    gradientRows.clear(layout.stride * LaneShard.lanes)
  }
}
