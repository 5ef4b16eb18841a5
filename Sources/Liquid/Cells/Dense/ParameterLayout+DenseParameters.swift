extension ParameterLayout {
  /// Random parameters: Xavier-uniform matrices, all else 0.
  func denseParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: count)
    for entry in entries { generator.initialise(&parameters, entry) }
    return parameters
  }
}
