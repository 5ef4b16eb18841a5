import CLiquidKernels

/// The continuous-time gated recurrent unit, with a dense layer that reads all neurons.
///
/// Each neuron keeps its memory at M = 8 time scales tau_m = 1, 10^(1/2), 10, … 10^(7/2), in the unit of the elapsed
/// times; its state h is the sum of that memory. Gates choose time scales instead of shares: one to retrieve from, and
/// one to store an event at. With inputs u, states h, and memory m_i of a neuron at scale i:
///
///     ln tau_R = retrieval [u, h];   r_i = softmax over i of -(ln tau_R - ln tau_i)^2;   z = sum_i r_i m_i
///     q = tanh(event [u, z])
///     ln tau_S = storage [u, h];     s_i = softmax over i of -(ln tau_S - ln tau_i)^2
///     m_i' = ((1 - s_i) m_i + s_i q) exp(-dt / tau_i);   h' = sum_i m_i'
///
/// where retrieval, event and storage are dense layers to one value per neuron. Tensors: `retrieval_w`, `storage_w` and
/// `event_w` `[neurons, inputs + neurons]`, `retrieval_b`, `storage_b` and `event_b` `[neurons]`, `readout_w`
/// `[outputs, neurons]`, `readout_b` `[outputs]`.
///
/// The time constant is the geometric mean of the scales, weighted by s.
/// Source: Mozer, Kazakov and Lindsey, "Discrete event, continuous time RNNs", 2017, section 3; scales and their ratio
/// as in the experiments of Hasani et al., "Liquid time-constant networks", AAAI 2021 (whose code gives each scale a
/// weight of its own in the place of ln tau, unlike the paper).
public struct CTGRU: DenseCell {
  package static let traits = CellTraits(
    identifier: "ct-gru", aliases: ["ctgru"], title: "CT-GRU", wiring: .full)

  /// Time scales of each neuron.
  static let scales = Int(LIQUID_CTGRU_SCALES)

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
    layout = Self.layout(wiring)
  }

  /// What is stored at each scale.
  var keptRows: Int { Self.scales * wiring.neurons }

  func makeStepRunner() -> any StepRunner { CTGRUStep(cell: self) }

  package var synapseMatrices: SynapseMatrices? {
    let gates = ["retrieval", "storage", "event"]
    return SynapseMatrices(
      recurrent: gates.map { SynapseMatrix($0 + "_w", firstColumn: wiring.inputs, bias: $0 + "_b") },
      sensory: gates.map { SynapseMatrix($0 + "_w", bias: $0 + "_b") })
  }

  // Those of retrieval and storage lie side by side: the kernels take each pair for one matrix and one vector.
  private static func layout(_ wiring: Wiring) -> ParameterLayout {
    var layout = ParameterLayout()
    for gate in ["retrieval", "storage", "event"] {
      layout.append(gate + "_w", shape: [wiring.neurons, wiring.inputs + wiring.neurons])
    }
    for gate in ["retrieval", "storage", "event"] { layout.append(gate + "_b", shape: [wiring.neurons]) }
    layout.append(NetworkPorts(denseReadoutOf: wiring))
    return layout
  }

  /// Random parameters: Xavier-uniform weights, biases 0.
  package func initialParameters(seed: UInt64) -> [Float] {
    layout.denseParameters(seed: seed)
  }
}
