import CLiquidKernels

/// The gated recurrent unit, with a dense layer that reads all neurons.
///
/// With inputs u and states h, `[neurons]`, and the rows of r, z and n in each tensor one after the other:
///
///     a = weight_ih u + bias_ih;   b = weight_hh h + bias_hh
///     r = sigmoid(a_r + b_r);   z = sigmoid(a_z + b_z);   n = tanh(a_n + r b_n);   h' = (1 - z) n + z h
///
/// Gates, their order and both biases are those of `torch.nn.GRU` with one layer: its tensors carry over one to one.
/// The elapsed time has no effect. Tensors: `weight_ih` `[3 neurons, inputs]`, `weight_hh` `[3 neurons, neurons]`,
/// `bias_ih` and `bias_hh` `[3 neurons]`, `readout_w` `[outputs, neurons]`, `readout_b` `[outputs]`.
///
/// The time constant is that of the update gate: -dt / ln z.
/// Source: Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; the place of the reset gate
/// is that of the reference implementations, not the paper's.
public struct GRU: DenseCell {
  package static let traits = CellTraits(
    identifier: "gru", title: "GRU", wiring: .full, usesElapsedTime: false)

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
    layout = ParameterLayout(gates: 3, wiring: wiring)
  }

  func makeStepRunner() -> any StepRunner { GRUStep(cell: self) }

  package var synapseMatrices: SynapseMatrices? {
    SynapseMatrices(
      recurrent: [SynapseMatrix("weight_hh", gates: 3, bias: "bias_hh")],
      sensory: [SynapseMatrix("weight_ih", gates: 3, bias: "bias_ih")])
  }

  /// Random parameters: Xavier-uniform input and readout weights, orthogonal recurrent weights, biases 0.
  package func initialParameters(seed: UInt64) -> [Float] {
    layout.gateParameters(seed: seed, neurons: wiring.neurons)
  }
}

/// A step of a GRU.
final class GRUStep: StepRunner {
  private let wiring: Wiring
  private let neurons: Int
  private let layout: StepRows
  /// The gates' sums from the inputs and from the states: kept apart, since r scales a part of the second.
  private let inputGates: DenseLayer
  private let stateGates: DenseLayer
  /// r, z, n, and after the backward pass the gradient with respect to the layers' outputs,
  /// `[slots, 3, neurons]` each.
  private let gateRows = LaneBuffer()
  private let stateGateRows = LaneBuffer()
  /// The gradient with respect to inputs or states in the current step.
  private let seenGradient = LaneBuffer()

  var stateRows: Int { layout.states }

  init(cell: GRU) {
    wiring = cell.wiring
    neurons = cell.wiring.neurons
    layout = StepRows(inputs: cell.wiring.inputs, states: neurons)
    inputGates = Self.layer("ih", inputs: cell.wiring.inputs, cell)
    stateGates = Self.layer("hh", inputs: neurons, cell)
    seenGradient.reserve(layout.stride * LaneShard.lanes)
  }

  private static func layer(_ suffix: String, inputs: Int, _ cell: GRU) -> DenseLayer {
    DenseLayer(
      outputs: 3 * cell.wiring.neurons,
      parts: [.init(inputs: inputs, weightStart: cell.layout["weight_" + suffix].lowerBound)],
      biasStart: cell.layout["bias_" + suffix].lowerBound)
  }

  func load(_ parameters: [Float]) {
    inputGates.load(parameters)
    stateGates.load(parameters)
  }

  func reserve(slots: Int) {
    gateRows.reserve(slots * 3 * neurons * LaneShard.lanes)
    stateGateRows.reserve(slots * 3 * neurons * LaneShard.lanes)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let before = rows + layout.before * LaneShard.lanes
    let (gates, stateGates) = gates(place.slot)
    inputGates.forward(rows, to: gates)
    self.stateGates.forward(before, to: stateGates)
    liquid_gru_step(Int32(neurons), gates, stateGates, before, rows + layout.after * LaneShard.lanes)
  }

  // The weights' gradient is taken over all slots at once, in `accumulateGradients`.
  func zeroGradients() {}

  func backward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    let (gates, stateGates) = gates(place.slot)
    liquid_gru_gradient(
      Int32(neurons), gates, stateGates, rows + layout.before * lanes, gradient + layout.after * lanes,
      gradient + layout.before * lanes)
    inputGates.backward(gates, to: seenGradient.row(0))
    self.stateGates.backward(stateGates, to: seenGradient.row(layout.before))
    liquid_add(Int32(layout.stride), seenGradient.row(0), gradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    inputGates.accumulateGradients(
      steps: slots, outGradient: gateRows.row(0), x: rows, stride: stride, into: &gradient)
    stateGates.accumulateGradients(
      steps: slots, outGradient: stateGateRows.row(0), x: rows + layout.before * LaneShard.lanes,
      stride: stride, into: &gradient)
  }

  func denseTerms(rows: UnsafePointer<Float>) -> [DenseTerm]? {
    [
      DenseTerm(layer: inputGates, outGradient: gateRows.row(0), x: rows),
      DenseTerm(
        layer: stateGates, outGradient: stateGateRows.row(0), x: rows + layout.before * LaneShard.lanes),
    ]
  }

  /// How long the update gate keeps the state.
  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    let update = gateRows.row((place.slot * 3 + 1) * neurons)
    for element in 0..<neurons * LaneShard.lanes {
      timeConstants.base[element] = memoryTime(
        elapsed: place.elapsed[element % LaneShard.lanes], kept: update[element])
    }
  }

  /// How much each new state moves with its sources through the gates: what z keeps of a neuron's own state is no
  /// synapse's doing.
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let lanes = LaneShard.lanes
    let count = 3 * neurons * lanes
    let (slopes, stateSlopes) = (LaneBuffer(count: count), LaneBuffer(count: count))
    slopes.base.update(from: gateRows.row(place.slot * 3 * neurons), count: count)
    stateSlopes.base.update(from: stateGateRows.row(place.slot * 3 * neurons), count: count)
    let (ones, kept) = (LaneBuffer(count: neurons * lanes), LaneBuffer(count: neurons * lanes))
    ones.base.update(repeating: 1, count: neurons * lanes)
    liquid_gru_gradient(
      Int32(neurons), slopes.row(0), stateSlopes.row(0), rows + layout.before * lanes, ones.row(0),
      kept.row(0))
    var gains = GateGains(wiring)
    gains.add(inputGates, slopes: (0..<3 * neurons).map { slopes.base[$0 * lanes + lane] })
    gains.add(
      stateGates, slopes: (0..<3 * neurons).map { stateSlopes.base[$0 * lanes + lane] }, offset: wiring.inputs
    )
    return gains.readings(rows: rows, lane: lane)
  }

  private func gates(_ slot: Int) -> (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) {
    (gateRows.row(slot * 3 * neurons), stateGateRows.row(slot * 3 * neurons))
  }
}
