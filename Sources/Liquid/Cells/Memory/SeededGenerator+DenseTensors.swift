import CLiquidKernels

extension SeededGenerator {
  /// Draws a tensor of a mixed memory or of the dense layer behind the outputs: Xavier-uniform input weights,
  /// orthonormal columns of recurrent weights, biases of a memory from U(-0.1, 0.1), all others 0; as the `ncps`
  /// package.
  mutating func initialise(_ parameters: inout [Float], _ entry: ParameterLayout.Entry) {
    switch entry.name {
    case MemoryTensor.recurrentWeight:
      let values = orthogonal(rows: entry.shape[0], columns: entry.shape[1])
      for (place, index) in entry.range.enumerated() { parameters[index] = values[place] }
    case MemoryTensor.inputBias:
      for index in entry.range { parameters[index] = Float(uniform(-0.1, 0.1)) }
    default:
      guard entry.shape.count == 2 else { return }
      let bound = (6 / Double(entry.shape[0] + entry.shape[1])).squareRoot()
      for index in entry.range { parameters[index] = Float(uniform(-bound, bound)) }
    }
  }

  /// A random matrix with orthonormal columns, `[rows, columns]`, of at least as many rows, made of normal numbers.
  mutating func orthogonal(rows: Int, columns: Int) -> [Float] {
    precondition(rows >= columns, "\(rows) rows for \(columns) orthonormal columns")
    var basis = (0..<rows * columns).map { _ in normal() }
    basis.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress else { return }
      for column in 0..<columns {
        liquid_orthonormalise(Int32(column), Int32(rows), base, base + column * rows)
      }
    }
    return (0..<rows * columns).map { Float(basis[$0 % columns * rows + $0 / columns]) }
  }
}
