extension ParameterLayout {
  /// The tensors of `DenseActivity`.
  init(denseActivity wiring: Wiring) {
    self.init()
    append("w", shape: [wiring.neurons, wiring.neurons])
    append("u", shape: [wiring.neurons, wiring.inputs])
    append("b", shape: [wiring.neurons])
  }

  /// Random parameters: Xavier-uniform matrices, all else 0.
  func denseParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: count)
    for entry in entries { generator.initialise(&parameters, entry) }
    return parameters
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
  /// Throws where a synapse is missing.
  func validateComplete(for cell: String) throws(ArchitectureError) {
    guard !isComplete else { return }
    throw .invalidOption(
      name: "wiring", value: "\(kind)", allowed: "full for the cell \(cell), which has every synapse")
  }
}
