import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per sequence of the shard:
//   T steps, I inputs, O outputs, S state rows (the N neurons first, then a cell's own, such as a memory)
//   shard.inputs [T, I]   shard.elapsed, shard.present [T]   outputs [T, O]
//   rows [slots + 1, I + S]: the inputs of each slot's step, then the states before it; see StepRows
//   checkpoints [ceil(T / recomputeEvery), S]

/// Runs a cell over time: the loop that all cells share.
///
/// With `recomputeEvery` it keeps only the states of every so many steps, and the backward pass runs the steps
/// between two of them once more: memory for long sequences, at the price of a second forward pass.
final class RecurrentRunner: ShardRunner {
  let cell: any SteppedCell
  let ports: NetworkPorts
  let stepper: any StepRunner
  let layout: StepRows
  private let inputMap: ChannelScaling
  private let readout: Readout
  private let recomputeEvery: Int?

  /// The rows of each step, `[slots + 1, inputs + states]`; the last one's inputs are unused.
  private let rows = LaneBuffer()
  /// The states before steps 0, k, 2 k, …, `[checkpoints, states]`.
  private let checkpoints = LaneBuffer()
  /// Outputs of steps that are run once more.
  private let repeatedOutputs = LaneBuffer()
  /// With respect to the rows of the current step.
  private let gradientRows = LaneBuffer()
  private(set) var held = HeldNeurons()
  /// The sequences of a batch that the shard holds: which of the trajectories its lanes follow.
  var sequences = 0..<0
  /// The states that sequences start from, `[states]`; nil: all 0.
  var startStates: LaneBuffer?

  init(cell: any SteppedCell, recomputeEvery: Int?) {
    precondition(recomputeEvery ?? 1 > 0, "checkpoints every \(recomputeEvery ?? 0) steps")
    self.cell = cell
    self.recomputeEvery = recomputeEvery
    ports = cell.ports
    stepper = cell.makeWholeStep()
    layout = StepRows(inputs: ports.inputs, states: stepper.stateRows)
    inputMap = ChannelScaling("input", map: ports.inputMap, width: ports.inputs, layout: cell.layout)
    readout = Readout(ports: ports, layout: cell.layout)
    gradientRows.reserve(2 * layout.stride * LaneShard.lanes)
  }

  func load(parameters: [Float]) { load(parameters: parameters, interventions: []) }

  /// Loads the parameters with some synapses cut and some neurons held from the start.
  ///
  /// - Parameter trajectories: neurons that are held at other values in each step; such runs cannot go backward with
  ///   `recomputeEvery`.
  func load(
    parameters: [Float], interventions: [NetworkIntervention], trajectories: [HeldTrajectory] = []
  ) {
    precondition(
      parameters.count == cell.layout.count, "\(parameters.count) parameters, not \(cell.layout.count)")
    let parameters = cell.parameters(parameters, under: interventions)
    stepper.load(parameters)
    inputMap.load(parameters)
    readout.load(parameters)
    held = HeldNeurons(interventions, trajectories: trajectories)
    for neuron in held.neurons {
      precondition(cell.wiring.layers.indices.contains(neuron), "neuron \(neuron)")
    }
    stepper.hold(held)
  }

  func forward(_ shard: LaneShard, outputs: LaneBuffer, recording: Bool) {
    forward(shard, outputs: outputs, recording: recording) { _, _ in }
  }

  /// Runs forward and shows the rows of each step after it.
  func forward(
    _ shard: LaneShard, outputs: LaneBuffer, recording: Bool,
    afterStep: (_ place: StepPlace, _ rows: UnsafeMutablePointer<Float>) -> Void
  ) {
    outputs.reserve(shard.steps * ports.outputWidth * LaneShard.lanes)
    let keepsAll = recording && recomputeEvery == nil
    reserve(slots: keepsAll ? shard.steps : 1)
    if recording, let recomputeEvery { reserveCheckpoints(steps: shard.steps, every: recomputeEvery) }
    held.move(to: 0, sequences: sequences)
    start()
    for step in 0..<shard.steps {
      if held.changes {
        held.move(to: step, sequences: sequences)
        held.write(to: before(slot: keepsAll ? step : 0))
      }
      if recording, let recomputeEvery, step % recomputeEvery == 0 {
        states(checkpoint: step / recomputeEvery).update(from: before(slot: 0), count: stateCount)
      }
      let place = place(shard, step: step, slot: keepsAll ? step : 0)
      advance(place, outputs: outputs.row(step * ports.outputWidth))
      afterStep(place, row(place.slot))
      if !keepsAll { before(slot: 0).update(from: before(slot: 1), count: stateCount) }
    }
  }

  /// One step, from the states before its slot to those after it.
  func advance(_ place: StepPlace, outputs: UnsafeMutablePointer<Float>) {
    let current = row(place.slot)
    inputMap.apply(place.inputs, to: current)
    stepper.advance(place, rows: current)
    held.write(to: current + layout.after * LaneShard.lanes)
    readout.forward(slot: place.slot, states: current + readRow * LaneShard.lanes, to: outputs)
  }

  func begin(dropoutSeed: UInt64?, sequences: Range<Int>) {
    stepper.begin(dropoutSeed: dropoutSeed, sequences: sequences)
  }

  func forEachTouchedRow(_ body: (_ tensor: Int, _ first: Int) -> Void) { stepper.forEachTouchedRow(body) }

  /// The first row that the readout reads.
  private var readRow: Int { layout.after + ports.readStart }

  private func place(_ shard: LaneShard, step: Int, slot: Int) -> StepPlace {
    StepPlace(shard: shard, step: step, slot: slot, inputs: shard.inputs.row(step * ports.inputs))
  }

  func reserve(slots: Int) {
    rows.reserve((slots + 1) * layout.stride * LaneShard.lanes)
    stepper.reserve(slots: slots)
    readout.reserve(slots: slots)
  }

  /// A slot's rows.
  func row(_ slot: Int) -> UnsafeMutablePointer<Float> { rows.row(slot * layout.stride) }

  /// The states before a slot's step.
  func before(slot: Int) -> UnsafeMutablePointer<Float> { row(slot) + layout.before * LaneShard.lanes }

  /// The states before the steps after a checkpoint.
  private func states(checkpoint: Int) -> UnsafeMutablePointer<Float> {
    checkpoints.row(checkpoint * layout.states)
  }

  var stateCount: Int { layout.states * LaneShard.lanes }

  private func reserveCheckpoints(steps: Int, every length: Int) {
    checkpoints.reserve(((steps - 1) / length + 1) * stateCount)
  }

  private func start() {
    if let startStates {
      precondition(startStates.count >= stateCount, "\(startStates.count) start states, not \(stateCount)")
      before(slot: 0).update(from: startStates.base, count: stateCount)
    } else {
      before(slot: 0).update(repeating: 0, count: stateCount)
    }
    held.write(to: before(slot: 0))
  }
}

extension RecurrentRunner {
  func backward(
    _ shard: LaneShard, outputGradient: LaneBuffer, inputGradient: LaneBuffer?, gradient: inout [Float]
  ) {
    gradientRows.clear(2 * layout.stride * LaneShard.lanes)
    if let inputGradient {
      let count = shard.steps * ports.inputs * LaneShard.lanes
      inputGradient.reserve(count)
      inputGradient.clear(count)
    }
    guard let recomputeEvery else {
      backward(shard, from: 0, steps: shard.steps, outputGradient, inputGradient, &gradient)
      return
    }
    let starts = stride(from: 0, to: shard.steps, by: recomputeEvery)
    for (checkpoint, start) in starts.enumerated().reversed() {
      let steps = min(recomputeEvery, shard.steps - start)
      recompute(shard, from: start, steps: steps, checkpoint: checkpoint)
      backward(shard, from: start, steps: steps, outputGradient, inputGradient, &gradient)
    }
  }

  /// Fills the slots from a checkpoint on.
  private func recompute(_ shard: LaneShard, from start: Int, steps: Int, checkpoint: Int) {
    reserve(slots: steps)
    repeatedOutputs.reserve(ports.outputWidth * LaneShard.lanes)
    before(slot: 0).update(from: states(checkpoint: checkpoint), count: stateCount)
    for slot in 0..<steps {
      let place = place(shard, step: start + slot, slot: slot)
      advance(place, outputs: repeatedOutputs.row(0))
    }
  }

  /// The backward pass of the steps in the slots; adds the parameters' gradient.
  private func backward(
    _ shard: LaneShard, from start: Int, steps: Int, _ outputGradient: LaneBuffer,
    _ inputGradient: LaneBuffer?, _ gradient: inout [Float]
  ) {
    stepper.zeroGradients()
    inputMap.zeroGradients()
    readout.zeroGradients()
    for slot in (0..<steps).reversed() {
      let step = start + slot
      let current = row(slot)
      readout.backward(
        states: current + readRow * LaneShard.lanes,
        outGradient: outputGradient.row(step * ports.outputWidth),
        stateGradient: gradientRows.row(readRow))
      // A held neuron's state depends on nothing.
      held.clear(gradientRows.row(layout.after))
      stepper.backward(
        place(shard, step: step, slot: slot), rows: current, gradient: gradientRows.row(0))
      let rawGradient = inputGradient?.row(step * ports.inputs)
      inputMap.backward(
        shard.inputs.row(step * ports.inputs), outGradient: gradientRows.row(0), xGradient: rawGradient)
      if let rawGradient, let past = stepper.rawInputGradient {
        liquid_add(Int32(ports.inputs), past.row(0), rawGradient)
      }
      shiftGradients()
    }
    stepper.accumulateGradients(slots: steps, rows: row(0), stride: layout.stride, into: &gradient)
    inputMap.accumulateGradients(into: &gradient)
    readout.accumulateGradients(
      slots: steps, outGradient: outputGradient.row(start * ports.outputWidth), into: &gradient)
  }

  /// With respect to the states that the sequences started from, after a backward pass, `[states, 16]`.
  var startGradient: UnsafeMutablePointer<Float> { gradientRows.row(layout.after) }

  /// The gradient of the states before a step is that of the states after the previous step.
  private func shiftGradients() {
    gradientRows.row(layout.after).update(from: gradientRows.row(layout.before), count: stateCount)
    gradientRows.clear(layout.stride * LaneShard.lanes)
  }
}

extension RecurrentRunner {
  /// What the synapses did in a step that the slot still holds, in one lane, in the order of the wiring's synapses, then
  /// its sensory synapses. Nothing passes through a synapse that reaches a held neuron or leaves a silenced one.
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    var readings = stepper.readSynapses(place, rows: rows, lane: lane)
    if held.neurons.isEmpty { return readings }
    let wiring = cell.wiring
    for (index, synapse) in (wiring.synapses + wiring.sensorySynapses).enumerated() {
      let isRecurrent = index < wiring.synapses.count
      guard held.neurons.contains(synapse.target) || (isRecurrent && held.silenced.contains(synapse.source))
      else { continue }
      readings.weights[index] = 0
      readings.currents[index] = 0
    }
    return readings
  }
}
