/// The names of a mixed memory's tensors.
enum MemoryTensor {
  /// `[4 neurons, inputs]`
  static let inputWeight = "memory_input_w"
  /// `[4 neurons]`
  static let inputBias = "memory_input_b"
  /// `[4 neurons, neurons]`
  static let recurrentWeight = "memory_recurrent_w"
}

extension ParameterLayout {
  /// Adds the tensors of a mixed memory behind the others.
  mutating func appendMemory(inputs: Int, neurons: Int) {
    append(MemoryTensor.inputWeight, shape: [4 * neurons, inputs])
    append(MemoryTensor.inputBias, shape: [4 * neurons])
    append(MemoryTensor.recurrentWeight, shape: [4 * neurons, neurons])
  }
}
