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
  public static let identifier = "lstm"

  public let wiring: Wiring
  public let options: NoOptions
  public let layout: ParameterLayout

  /// Builds the cell on a wiring in which every synapse exists (a caller's bug otherwise).
  public init(wiring: Wiring, options: NoOptions = NoOptions()) {
    precondition(wiring.isComplete, "the wiring \(wiring.kind) leaves synapses out")
    self.wiring = wiring
    self.options = options
    layout = ParameterLayout(gates: 4, wiring: wiring)
  }

  func makeStepRunner() -> any StepRunner { LSTMStep(cell: self) }

  /// Random parameters: Xavier-uniform input and readout weights, orthogonal recurrent weights, biases 0 but for
  /// that of the forget gate, 1: at first the network remembers.
  ///
  /// Source of the 1: Jozefowicz et al., "An empirical exploration of recurrent network architectures", 2015.
  public func initialParameters(seed: UInt64) -> [Float] {
    var parameters = layout.gateParameters(seed: seed, neurons: wiring.neurons)
    for index in layout["bias_ih"].dropFirst(wiring.neurons).prefix(wiring.neurons) { parameters[index] = 1 }
    return parameters
  }
}
