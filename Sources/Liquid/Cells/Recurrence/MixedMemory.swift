import CLiquidKernels

/// An LSTM that updates a cell's state from the inputs before each of its steps.
///
/// With state h and memory c, and the inputs u as they come (before the input map):
///
///     [i, g, f, o] = W u + b + R h
///     c' = c sigmoid(f + 1) + tanh(i) sigmoid(g);   h~ = tanh(c') sigmoid(o)
///
/// and the cell steps from h~ to h'. Gate order, the forget gate's 1 and the order of the two are those of the
/// `ncps` package. Source: Lechner and Hasani, "Learning long-term dependencies in irregularly-sampled time
/// series", 2020.
final class MixedMemory: StepRunner {
  private let base: any StepRunner
  private let neurons: Int
  private let inputs: Int
  /// Of the rows outside: inputs, then the cell's states and c.
  private let outer: StepRows
  /// Of the rows that the cell sees.
  private let inner: StepRows
  private let gates: DenseLayer
  private var held = HeldNeurons()

  /// What the gates see, `[slots, inputs + neurons]`.
  private let seen = LaneBuffer()
  /// The gates, and after the backward pass the gradient with respect to their sums, `[slots, 4, neurons]`.
  private let gateRows = LaneBuffer()
  /// The cell's rows, `[slots, 2 (inputs + neurons)]`.
  private let innerRows = LaneBuffer()
  private let innerGradient = LaneBuffer()
  private let seenGradient = LaneBuffer()

  var stateRows: Int { outer.states }

  /// The gates see the inputs as they come.
  var rawInputGradient: LaneBuffer? { seenGradient }

  init(around base: any StepRunner, cell: any SteppedCell) {
    self.base = base
    neurons = cell.wiring.neurons
    inputs = cell.wiring.inputs
    precondition(base.stateRows == neurons, "a mixed memory needs a cell whose only states are its neurons'")
    outer = StepRows(inputs: inputs, states: 2 * neurons)
    inner = StepRows(inputs: inputs, states: neurons)
    let layout = cell.layout
    gates = DenseLayer(
      outputs: 4 * neurons,
      parts: [
        .init(inputs: inputs, weightStart: layout[MemoryTensor.inputWeight].lowerBound),
        .init(inputs: neurons, weightStart: layout[MemoryTensor.recurrentWeight].lowerBound),
      ], biasStart: layout[MemoryTensor.inputBias].lowerBound)
    innerGradient.reserve(2 * inner.stride * LaneShard.lanes)
    seenGradient.reserve(inner.stride * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    held = HeldNeurons()
    base.load(parameters)
    gates.load(parameters)
  }

  func reserve(slots: Int) {
    base.reserve(slots: slots)
    seen.reserve(slots * inner.stride * LaneShard.lanes)
    gateRows.reserve(slots * 4 * neurons * LaneShard.lanes)
    innerRows.reserve(slots * 2 * inner.stride * LaneShard.lanes)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    let seen = seen.row(place.slot * inner.stride)
    let own = innerRow(place.slot)
    seen.update(from: place.inputs, count: inputs * lanes)
    (seen + inputs * lanes).update(from: rows + outer.before * lanes, count: neurons * lanes)
    gates.forward(seen, to: gateRows.row(place.slot * 4 * neurons))
    var gates = gatePointers(place.slot)
    liquid_lstm_step(
      Int32(neurons), 1, &gates, rows + (outer.before + neurons) * lanes,
      rows + (outer.after + neurons) * lanes, own + inner.before * lanes)
    held.write(to: own + inner.before * lanes)
    own.update(from: rows, count: inputs * lanes)
    base.advance(place, rows: own)
    (rows + outer.after * lanes).update(from: own + inner.after * lanes, count: neurons * lanes)
  }

  func zeroGradients() { base.zeroGradients() }

  func backward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    innerGradient.clear(inner.stride * lanes)
    innerGradient.row(inner.after).update(from: gradient + outer.after * lanes, count: neurons * lanes)
    base.backward(place, rows: innerRow(place.slot), gradient: innerGradient.row(0))
    liquid_add(Int32(inputs), innerGradient.row(0), gradient)
    held.clear(innerGradient.row(inner.before))
    var pointers = gatePointers(place.slot)
    liquid_lstm_gradient(
      Int32(neurons), &pointers, rows + (outer.before + neurons) * lanes,
      rows + (outer.after + neurons) * lanes, innerGradient.row(inner.before),
      gradient + (outer.after + neurons) * lanes, gradient + (outer.before + neurons) * lanes)
    gates.backward(gateRows.row(place.slot * 4 * neurons), to: seenGradient.row(0))
    liquid_add(Int32(neurons), seenGradient.row(inputs), gradient + outer.before * lanes)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    base.accumulateGradients(slots: slots, rows: innerRow(0), stride: 2 * inner.stride, into: &gradient)
    gates.accumulateGradients(
      steps: slots, outGradient: gateRows.row(0), x: seen.row(0), stride: inner.stride, into: &gradient)
  }

  func denseTerms(rows: UnsafePointer<Float>) -> [DenseTerm]? {
    base.denseTerms(rows: innerRow(0)).map {
      $0 + [DenseTerm(layer: gates, outGradient: gateRows.row(0), x: seen.row(0))]
    }
  }

  func hold(_ held: HeldNeurons) {
    self.held = held
    base.hold(held)
  }

  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    base.readTimeConstants(place, rows: innerRow(place.slot), into: timeConstants)
  }

  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    base.readSynapses(place, rows: innerRow(place.slot), lane: lane)
  }

  private func innerRow(_ slot: Int) -> UnsafeMutablePointer<Float> { innerRows.row(slot * 2 * inner.stride) }

  private func gatePointers(_ slot: Int) -> liquid_lstm_gates {
    let first = slot * 4 * neurons
    return liquid_lstm_gates(
      candidate: gateRows.row(first), input: gateRows.row(first + neurons),
      forget: gateRows.row(first + 2 * neurons), output: gateRows.row(first + 3 * neurons))
  }
}

/// The mixed memory around a cell's step for a single sequence; see `MixedMemory`.
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

/// The names of a mixed memory's tensors.
enum MemoryTensor {
  /// `[4 neurons, inputs]`
  static let inputWeight = "memory_input_w"
  /// `[4 neurons]`
  static let inputBias = "memory_input_b"
  /// `[4 neurons, neurons]`
  static let recurrentWeight = "memory_recurrent_w"
}

extension ParameterLayout {
  /// Adds the tensors of a mixed memory after the others.
  mutating func appendMemory(inputs: Int, neurons: Int) {
    append(MemoryTensor.inputWeight, shape: [4 * neurons, inputs])
    append(MemoryTensor.inputBias, shape: [4 * neurons])
    append(MemoryTensor.recurrentWeight, shape: [4 * neurons, neurons])
  }
}
