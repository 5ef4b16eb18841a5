/// A cell whose neurons are all alike: each sees all inputs and all states, and a dense layer reads them all.
protocol DenseCell: SteppedCell {}

extension DenseCell {
  var ports: NetworkPorts { NetworkPorts(denseReadoutOf: wiring) }

  package static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try options.validate()
    guard wiring.isComplete else { throw .incompleteWiring(cell: identifier) }
    try wiring.checkInputs()
  }
}

extension NetworkPorts {
  /// Inputs as they are, and a dense layer from all neurons to the outputs.
  init(denseReadoutOf wiring: Wiring) {
    self.init(
      inputs: wiring.inputs, read: wiring.neurons, inputMap: .none, outputMap: .none,
      projection: wiring.outputs)
  }
}

extension Wiring {
  /// Whether every neuron and every input reaches every neuron.
  var isComplete: Bool {
    // The number of inputs may come from a file: no product that it could overflow.
    synapses.count == neurons * neurons && sensorySynapses.count % neurons == 0
      && sensorySynapses.count / neurons == inputs
  }
}

extension ParameterLayout {
  /// The tensors of gates as PyTorch has them, each gate's rows after the last one's: `weight_ih` `[gates neurons,
  /// inputs]`, `weight_hh` `[gates neurons, neurons]`, `bias_ih` and `bias_hh` `[gates neurons]`; then the readout's.
  init(gates: Int, wiring: Wiring) {
    self.init()
    append("weight_ih", shape: [gates * wiring.neurons, wiring.inputs])
    append("weight_hh", shape: [gates * wiring.neurons, wiring.neurons])
    append("bias_ih", shape: [gates * wiring.neurons])
    append("bias_hh", shape: [gates * wiring.neurons])
    append(NetworkPorts(denseReadoutOf: wiring))
  }

  /// Random parameters of such gates: Xavier-uniform input and readout weights, orthogonal recurrent weights, each
  /// gate's block a matrix of its own; biases 0.
  func gateParameters(seed: UInt64, neurons: Int) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: count)
    for entry in entries {
      switch entry.name {
      case "weight_ih":
        let bound = (6 / Double(neurons + entry.shape[1])).squareRoot()
        for index in entry.range { parameters[index] = Float(generator.uniform(-bound, bound)) }
      case "weight_hh":
        for first in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: neurons * neurons) {
          let block = generator.orthogonal(rows: neurons, columns: neurons)
          parameters.replaceSubrange(first..<first + block.count, with: block)
        }
      default: generator.initialise(&parameters, entry)
      }
    }
    return parameters
  }
}

extension ParameterLayout {
  /// Random parameters: Xavier-uniform matrices, all else 0.
  func denseParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: count)
    for entry in entries { generator.initialise(&parameters, entry) }
    return parameters
  }
}
