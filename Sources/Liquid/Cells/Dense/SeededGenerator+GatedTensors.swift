extension SeededGenerator {
  /// Draws the weights of gates that lie behind one another, `[gates neurons, columns]`: each gate's block as a
  /// Xavier-uniform matrix of its own.
  mutating func initialiseGates(_ parameters: inout [Float], _ entry: ParameterLayout.Entry, neurons: Int) {
    let bound = (6 / Double(neurons + entry.shape[1])).squareRoot()
    for index in entry.range { parameters[index] = Float(uniform(-bound, bound)) }
  }

  /// Draws recurrent weights of gates, `[gates neurons, neurons]`: each gate's block as an orthogonal matrix.
  mutating func initialiseOrthogonalGates(
    _ parameters: inout [Float], _ entry: ParameterLayout.Entry, neurons: Int
  ) {
    for first in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: neurons * neurons) {
      let block = orthogonal(rows: neurons, columns: neurons)
      parameters.replaceSubrange(first..<first + block.count, with: block)
    }
  }
}
