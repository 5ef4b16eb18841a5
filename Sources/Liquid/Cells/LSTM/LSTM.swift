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
public struct LSTM: SteppedCell {
  /// There is nothing to choose.
  public struct Options: CellOptions {
    public init() {}

    public func validate() throws(ArchitectureError) {}
  }

  public static let identifier = "lstm"
  public static let hasLayers = false

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout

  /// Builds the cell on a wiring in which every synapse exists (a caller's bug otherwise).
  public init(wiring: Wiring, options: Options = Options()) {
    precondition(wiring.isComplete, "the wiring \(wiring.kind) leaves synapses out")
    self.wiring = wiring
    self.options = options
    layout = Self.layout(wiring)
  }

  public static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try requireEverySynapse(wiring)
  }

  var ports: NetworkPorts { Self.densePorts(wiring) }

  func makeStepRunner() -> any StepRunner { LSTMStep(cell: self) }

  private static func layout(_ wiring: Wiring) -> ParameterLayout {
    var layout = ParameterLayout()
    layout.append("weight_ih", shape: [4 * wiring.neurons, wiring.inputs])
    layout.append("weight_hh", shape: [4 * wiring.neurons, wiring.neurons])
    layout.append("bias_ih", shape: [4 * wiring.neurons])
    layout.append("bias_hh", shape: [4 * wiring.neurons])
    layout.append(densePorts(wiring))
    return layout
  }

  /// Random parameters: Xavier-uniform input and readout weights, orthogonal recurrent weights, biases 0 but for
  /// that of the forget gate, 1: at first the network remembers.
  ///
  /// Source of the 1: Jozefowicz et al., "An empirical exploration of recurrent network architectures", 2015.
  public func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    for entry in layout.entries {
      switch entry.name {
      case "weight_ih": generator.initialiseGates(&parameters, entry, neurons: wiring.neurons)
      case "weight_hh": generator.initialiseOrthogonalGates(&parameters, entry, neurons: wiring.neurons)
      case "bias_ih":
        for index in entry.range.dropFirst(wiring.neurons).prefix(wiring.neurons) { parameters[index] = 1 }
      case "readout_w": generator.initialise(&parameters, entry)
      default: break
      }
    }
    return parameters
  }
}
