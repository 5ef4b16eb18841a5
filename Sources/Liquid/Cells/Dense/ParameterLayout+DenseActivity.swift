extension ParameterLayout {
  /// The tensors of `DenseActivity`.
  init(denseActivity wiring: Wiring) {
    self.init()
    append("w", shape: [wiring.neurons, wiring.neurons])
    append("u", shape: [wiring.neurons, wiring.inputs])
    append("b", shape: [wiring.neurons])
  }
}
