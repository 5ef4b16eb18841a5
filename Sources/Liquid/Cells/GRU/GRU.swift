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
public struct GRU: SteppedCell {
  /// There is nothing to choose.
  public struct Options: CellOptions {
    public init() {}

    public func validate() throws(ArchitectureError) {}
  }

  public static let identifier = "gru"
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

  func makeStepRunner() -> any StepRunner { GRUStep(cell: self) }

  private static func layout(_ wiring: Wiring) -> ParameterLayout {
    var layout = ParameterLayout()
    layout.append("weight_ih", shape: [3 * wiring.neurons, wiring.inputs])
    layout.append("weight_hh", shape: [3 * wiring.neurons, wiring.neurons])
    layout.append("bias_ih", shape: [3 * wiring.neurons])
    layout.append("bias_hh", shape: [3 * wiring.neurons])
    layout.append(densePorts(wiring))
    return layout
  }

  /// Random parameters: Xavier-uniform input and readout weights, orthogonal recurrent weights, biases 0.
  public func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    for entry in layout.entries {
      switch entry.name {
      case "weight_ih": generator.initialiseGates(&parameters, entry, neurons: wiring.neurons)
      case "weight_hh": generator.initialiseOrthogonalGates(&parameters, entry, neurons: wiring.neurons)
      case "readout_w": generator.initialise(&parameters, entry)
      default: break
      }
    }
    return parameters
  }
}
