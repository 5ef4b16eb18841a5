import CLiquidKernels

/// The long short-term memory, with a dense layer that reads all neurons.
///
/// With inputs u, states h and cell states c, `[neurons]` each:
///
///     [i, f, g, o] = weight_ih u + bias_ih + weight_hh h + bias_hh
///     c' = sigmoid(f) c + sigmoid(i) tanh(g);   h' = sigmoid(o) tanh(c')
///
/// Gates, their order and both biases are those of `torch.nn.LSTM` with one layer: its tensors carry over one to one.
/// The elapsed time has no effect. Tensors: `weight_ih` `[4 neurons, inputs]`, `weight_hh` `[4 neurons, neurons]`,
/// `bias_ih` and `bias_hh` `[4 neurons]`, `readout_w` `[outputs, neurons]`, `readout_b` `[outputs]`.
///
/// The time constant is that of the forget gate: -dt / ln sigmoid(f).
/// Sources: Hochreiter and Schmidhuber, "Long short-term memory", 1997; Gers et al., "Learning to forget", 2000.
public struct LSTM: DenseCell {
  package static let traits = CellTraits(
    identifier: "lstm", title: "LSTM", wiring: .full, usesElapsedTime: false, learningRate: 0.02)

  public let wiring: Wiring
  package let options: NoOptions
  public let layout: ParameterLayout

  /// Builds the cell on a wiring in which every synapse exists, such as `Wiring.fullyConnected`.
  ///
  /// - Throws: `ArchitectureError.incompleteWiring` for any other.
  public init(wiring: Wiring) throws(ArchitectureError) {
    try self.init(wiring: wiring, options: NoOptions())
  }

  package init(wiring: Wiring, options: NoOptions) throws(ArchitectureError) {
    try Self.validate(wiring, options: options)
    self.wiring = wiring
    self.options = options
    layout = ParameterLayout(gates: 4, wiring: wiring)
  }

  /// c, the memory.
  var keptRows: Int { wiring.neurons }

  func makeStepRunner() -> any StepRunner { LSTMStep(cell: self) }

  package var synapseMatrices: SynapseMatrices? {
    SynapseMatrices(
      recurrent: [SynapseMatrix("weight_hh", gates: 4, bias: "bias_hh")],
      sensory: [SynapseMatrix("weight_ih", gates: 4, bias: "bias_ih")])
  }

  /// Random parameters: Xavier-uniform input and readout weights, orthogonal recurrent weights, biases 0 but for
  /// that of the forget gate, 1: at first the network remembers.
  ///
  /// Source of the 1: Jozefowicz et al., "An empirical exploration of recurrent network architectures", 2015.
  package func initialParameters(seed: UInt64) -> [Float] {
    var parameters = layout.gateParameters(seed: seed, neurons: wiring.neurons)
    for index in layout["bias_ih"].dropFirst(wiring.neurons).prefix(wiring.neurons) { parameters[index] = 1 }
    return parameters
  }
}

/// A step of an LSTM. States: h, then c.
final class LSTMStep: StepRunner {
  private let wiring: Wiring
  private let neurons: Int
  private let layout: StepRows
  /// All gates from inputs and h, which lie one after the other.
  private let gates: DenseLayer
  /// The gates, and after the backward pass the gradient with respect to their sums, `[slots, 4, neurons]`.
  private let gateRows = LaneBuffer()
  /// The gradient with respect to inputs and h in the current step.
  private let seenGradient = LaneBuffer()

  var stateRows: Int { layout.states }

  init(cell: LSTM) {
    wiring = cell.wiring
    neurons = cell.wiring.neurons
    layout = StepRows(inputs: cell.wiring.inputs, states: cell.stateRows)
    gates = DenseLayer(
      outputs: 4 * neurons,
      parts: [
        .init(inputs: cell.wiring.inputs, weightStart: cell.layout["weight_ih"].lowerBound),
        .init(inputs: neurons, weightStart: cell.layout["weight_hh"].lowerBound),
      ], biasStarts: [cell.layout["bias_ih"].lowerBound, cell.layout["bias_hh"].lowerBound])
    seenGradient.reserve(gates.inputs * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) { gates.load(parameters) }

  func reserve(slots: Int) { gateRows.reserve(slots * 4 * neurons * LaneShard.lanes) }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    gates.forward(rows, to: gateRows.row(place.slot * 4 * neurons))
    var gates = pointers(gateRows.row(place.slot * 4 * neurons))
    liquid_lstm_step(
      Int32(neurons), 0, &gates, rows + (layout.before + neurons) * lanes,
      rows + (layout.after + neurons) * lanes, rows + layout.after * lanes)
  }

  // The weights' gradient is taken over all slots at once, in `accumulateGradients`.
  func zeroGradients() {}

  func backward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    let slot = gateRows.row(place.slot * 4 * neurons)
    var pointers = pointers(slot)
    liquid_lstm_gradient(
      Int32(neurons), &pointers, rows + (layout.before + neurons) * lanes,
      rows + (layout.after + neurons) * lanes, gradient + layout.after * lanes,
      gradient + (layout.after + neurons) * lanes, gradient + (layout.before + neurons) * lanes)
    gates.backward(slot, to: seenGradient.row(0))
    liquid_add(Int32(gates.inputs), seenGradient.row(0), gradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    gates.accumulateGradients(
      steps: slots, outGradient: gateRows.row(0), x: rows, stride: stride, into: &gradient)
  }

  func denseTerms(rows: UnsafePointer<Float>) -> [DenseTerm]? {
    [DenseTerm(layer: gates, outGradient: gateRows.row(0), x: rows)]
  }

  /// How long the forget gate keeps the cell state.
  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    let forget = gateRows.row((place.slot * 4 + 1) * neurons)
    for element in 0..<neurons * LaneShard.lanes {
      timeConstants.base[element] = memoryTime(
        elapsed: place.elapsed[element % LaneShard.lanes], kept: forget[element])
    }
  }

  /// How much each new h moves with its sources through the gates, c being what it is.
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let lanes = LaneShard.lanes
    let slopes = LaneBuffer(count: 4 * neurons * lanes)
    slopes.base.update(from: gateRows.row(place.slot * 4 * neurons), count: 4 * neurons * lanes)
    let (ones, none) = (LaneBuffer(count: neurons * lanes), LaneBuffer(count: neurons * lanes))
    ones.base.update(repeating: 1, count: neurons * lanes)
    let passed = LaneBuffer(count: neurons * lanes)
    var pointers = pointers(slopes.row(0))
    liquid_lstm_gradient(
      Int32(neurons), &pointers, rows + (layout.before + neurons) * lanes,
      rows + (layout.after + neurons) * lanes, ones.row(0), none.row(0), passed.row(0))
    var gains = GateGains(wiring)
    gains.add(gates, slopes: (0..<4 * neurons).map { slopes.base[$0 * lanes + lane] })
    return gains.readings(rows: rows, lane: lane)
  }

  /// The order of the gates is i, f, g, o.
  private func pointers(_ first: UnsafeMutablePointer<Float>) -> liquid_lstm_gates {
    let size = neurons * LaneShard.lanes
    return liquid_lstm_gates(
      candidate: first + 2 * size, input: first, forget: first + size, output: first + 3 * size)
  }
}
