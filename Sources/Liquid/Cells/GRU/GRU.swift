/// The gated recurrent unit, with a dense layer that reads all neurons.
///
/// With inputs u and states h, `[neurons]`, and the rows of r, z and n in each tensor behind one another:
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
  public static let identifier = "gru"

  public let wiring: Wiring
  public let options: NoOptions
  public let layout: ParameterLayout

  /// Builds the cell on a wiring in which every synapse exists (a caller's bug otherwise).
  public init(wiring: Wiring, options: NoOptions = NoOptions()) {
    precondition(wiring.isComplete, "the wiring \(wiring.kind) leaves synapses out")
    self.wiring = wiring
    self.options = options
    layout = ParameterLayout(gates: 3, wiring: wiring)
  }

  func makeStepRunner() -> any StepRunner { GRUStep(cell: self) }

  /// Random parameters: Xavier-uniform input and readout weights, orthogonal recurrent weights, biases 0.
  public func initialParameters(seed: UInt64) -> [Float] {
    layout.gateParameters(seed: seed, neurons: wiring.neurons)
  }
}
