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
