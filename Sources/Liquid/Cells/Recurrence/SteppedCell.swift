/// A cell that is run step by step: it says what a step is, and the loop over time, the maps, the mixed memory and
/// the traces are the same for all.
protocol SteppedCell: NetworkCell {
  /// How inputs and states are scaled on their way in and out.
  var ports: NetworkPorts { get }

  /// Whether a memory of its own updates the state before each step.
  var hasMixedMemory: Bool { get }

  /// Rows of state that a step keeps beside the neurons' own, without those of a mixed memory.
  var keptRows: Int { get }

  /// The states among all that hold the largest value so far: they stay where a new value is not larger.
  var maxima: Range<Int> { get }

  /// A new runner of single steps.
  func makeStepRunner() -> any StepRunner

  /// A new runner of single steps of a single sequence, without maps and mixed memory; nil: the cell streams with
  /// its step runner, one of its lanes in use.
  func makeStreamStep() -> (any StreamStep)?

  /// Appends a step to a program, which changes the states in place.
  ///
  /// - Parameters:
  ///   - inputs: as the input map leaves them, `[inputs]`.
  ///   - states: of the neurons, `[neurons]`; a mixed memory has changed them already.
  func appendStep(to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part)

  /// A new step of a single sequence with its derivatives, mixed memory included; by default from the backward pass
  /// of the step runner.
  func makeOnlineStep(_ method: OnlineMethod) -> any OnlineStep
}

extension SteppedCell {
  var hasMixedMemory: Bool { false }

  var keptRows: Int { 0 }

  var maxima: Range<Int> { 0..<0 }

  /// Rows of state that a step hands to the next.
  var stateRows: Int { wiring.neurons + keptRows + (hasMixedMemory ? wiring.neurons : 0) }

  package var synapsesSeeStates: Bool { !hasMixedMemory }

  /// What a cell keeps beside the neurons' states follows them: so many values for each neuron, as an LSTM's memory or a
  /// CT-GRU's scales.
  package func owner(ofState state: Int) -> StateOwner {
    let neurons = wiring.neurons
    guard state >= neurons else { return .neurons(state..<state + 1) }
    let neuron = (state - neurons) / ((stateRows - neurons) / neurons)
    return .neurons(neuron..<neuron + 1)
  }

  /// A new runner of single steps, mixed memory included.
  func makeWholeStep() -> any StepRunner {
    let bare = makeStepRunner()
    return hasMixedMemory ? MixedMemory(around: bare, cell: self) : bare
  }

  func makeStreamStep() -> (any StreamStep)? { nil }

  func makeOnlineStep(_ method: OnlineMethod) -> any OnlineStep {
    DenseOnlineStep(cell: self, method: method) ?? LaneOnlineStep(cell: self, method: method)
  }

  /// Outputs of the network per step.
  public var outputWidth: Int { ports.outputWidth }

  package func makeStreamRunner(
    parameters: [Float], interventions: [NetworkIntervention]
  ) -> any StreamRunner {
    precondition(parameters.count == layout.count, "\(parameters.count) parameters, not \(layout.count)")
    // Only the loop that traces share knows how to hold a neuron.
    guard interventions.isEmpty, let step = makeStreamStep() else {
      return LaneStream(cell: self, parameters: parameters, interventions: interventions)
    }
    return PortedStream(cell: self, step: step, parameters: parameters)
  }

  package func makeShardRunner(recomputeEvery: Int?) -> any ShardRunner {
    RecurrentRunner(cell: self, recomputeEvery: recomputeEvery)
  }

  package func traces(
    parameters: [Float], batch: SequenceBatch, interventions: [NetworkIntervention],
    synapses: NetworkTrace.SynapseSteps
  ) -> [NetworkTrace] {
    precondition(batch.count <= LaneShard.lanes, "\(batch.count) sequences side by side")
    let runner = RecurrentRunner(cell: self, recomputeEvery: nil)
    runner.load(parameters: parameters, interventions: interventions)
    let recorder = TraceRecorder(
      runner: runner, sequences: batch.count, steps: batch.steps, synapses: synapses)
    return recorder.run(batch)
  }
}

/// What lies between a cell's neurons and the outside: an elementwise map on each side, and on request a dense
/// layer after the outputs.
struct NetworkPorts {
  let inputs: Int
  /// How many states the output map reads.
  let read: Int
  let inputMap: ChannelMap
  let outputMap: ChannelMap
  /// Outputs of the dense layer; nil: there is none.
  let projection: Int?
  /// The first of them: neurons, but where a cell keeps what is read in states of its own.
  var readStart = 0

  var outputWidth: Int { projection ?? read }

  /// The largest dense layer after the outputs that files may ask for.
  static let widestProjection = 65_536

  /// Throws where a projection has a size that is not allowed.
  static func validate(projection: Int?) throws(ArchitectureError) {
    guard let projection, !(1...widestProjection).contains(projection) else { return }
    throw .invalidOption(
      name: "projection", value: "\(projection)", allowed: "between 1 and \(widestProjection)")
  }
}

extension ParameterLayout {
  /// Adds the tensors of a network's ports after the others; which exist depends on the maps' kinds.
  mutating func append(_ ports: NetworkPorts) {
    append("input", width: ports.inputs, map: ports.inputMap)
    append("output", width: ports.read, map: ports.outputMap)
    if let projection = ports.projection {
      append("readout_w", shape: [projection, ports.read])
      append("readout_b", shape: [projection])
    }
  }

  private mutating func append(_ name: String, width: Int, map: ChannelMap) {
    if map != .none { append(name + "_w", shape: [width]) }
    if map == .affine { append(name + "_b", shape: [width]) }
  }
}
