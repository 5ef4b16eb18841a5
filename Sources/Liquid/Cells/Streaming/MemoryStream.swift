import CLiquidKernels

/// The mixed memory around a cell's step for one sequence alone; see `MixedMemory`.
final class MemoryStream: StreamStep {
  private let base: any StreamStep
  private let inputs: Int
  private let neurons: Int
  private let gates: VectorDense
  /// What the gates see: inputs and states, `[inputs + neurons]`.
  private let seen = LaneBuffer()
  private let gateRows = LaneBuffer()
  /// The states that the cell steps from, `[neurons]`.
  private let entering = LaneBuffer()

  /// The neurons' states, then the memory, each padded to whole rows.
  let states = LaneBuffer()
  let places: [Int]

  init(around base: any StreamStep, cell: any SteppedCell) {
    self.base = base
    (inputs, neurons) = (cell.wiring.inputs, cell.wiring.neurons)
    precondition(
      base.places.count == neurons, "a mixed memory needs a cell whose only states are its neurons'")
    let layout = cell.layout
    gates = VectorDense(
      groups: 4, width: neurons,
      parts: [
        .init(inputs: inputs, weightStart: layout[MemoryTensor.inputWeight].lowerBound),
        .init(inputs: neurons, weightStart: layout[MemoryTensor.recurrentWeight].lowerBound),
      ], biasStart: layout[MemoryTensor.inputBias].lowerBound)
    let width = gates.groupRows * LaneShard.lanes
    places = Array(0..<neurons) + (0..<neurons).map { width + $0 }
    seen.reserve(inputs + neurons)
    gateRows.reserve(gates.paddedCount)
    entering.reserve(width)
    states.reserve(2 * width)
  }

  func load(_ parameters: [Float]) {
    base.load(parameters)
    gates.load(parameters)
  }

  func advance(_ inputs: StreamInputs, elapsed: Float) {
    let memory = states.row(gates.groupRows)
    seen.base.update(from: inputs.raw, count: self.inputs)
    (seen.base + self.inputs).update(from: states.base, count: neurons)
    gates.forward(seen.base, to: gateRows.base)
    var pointers = liquid_lstm_gates(
      candidate: gateRows.row(0), input: gateRows.row(gates.groupRows),
      forget: gateRows.row(2 * gates.groupRows), output: gateRows.row(3 * gates.groupRows))
    liquid_lstm_step(Int32(gates.groupRows), 1, &pointers, memory, memory, entering.base)
    let inner = base.states.base
    for (neuron, place) in base.places.enumerated() { inner[place] = entering.base[neuron] }
    base.advance(inputs, elapsed: elapsed)
    for (neuron, place) in base.places.enumerated() { states.base[neuron] = inner[place] }
  }
}
