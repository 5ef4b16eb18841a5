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

  /// A random matrix with orthonormal columns, `[rows, columns]`, of at least as many rows: Gram and Schmidt's
  /// procedure on normal numbers, each column twice, which keeps it orthogonal to rounding.
  mutating func orthogonal(rows: Int, columns: Int) -> [Float] {
    precondition(rows >= columns, "\(rows) rows for \(columns) orthonormal columns")
    var basis: [[Double]] = []
    while basis.count < columns {
      var column = (0..<rows).map { _ in normal() }
      for _ in 0..<2 {
        for other in basis {
          let shadow = zip(column, other).reduce(0) { $0 + $1.0 * $1.1 }
          for row in 0..<rows { column[row] -= shadow * other[row] }
        }
      }
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      basis.append(column.map { $0 / length })
    }
    return (0..<rows * columns).map { Float(basis[$0 % columns][$0 / columns]) }
  }
}
