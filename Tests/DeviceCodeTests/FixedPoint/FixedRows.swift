import DeviceCode
import Liquid
import TestSupport

extension SeededGenerator {
  /// Rows whose inputs go on from one another, as those of sensors do; a fifth of the times is 0.
  mutating func rows(_ count: Int, width: Int) -> CalibrationSequence {
    var row = [Float](repeating: 0, count: width)
    var inputs: [[Float]] = []
    for _ in 0..<count {
      row = row.map { 0.7 * $0 + 0.7 * Float(normal()) }
      inputs.append(row)
    }
    return CalibrationSequence(
      inputs: inputs, elapsed: (0..<count).map { $0 % 5 == 3 ? 0 : Float(uniform(0.1, 2)) })
  }
}

extension NetworkVariant {
  /// A random network of this kind as whole numbers.
  func fixed(_ generator: inout SeededGenerator, size: Size, rows: Int) throws -> (Model, FixedProgram) {
    let width = 1 + generator.integer(below: 12)
    let model = try model(
      &generator, inputs: width, neurons: 4 + generator.integer(below: 24), outputs: 3, size: size)
    let sequences = (0..<3).map { _ in generator.rows(rows, width: width) }
    return (model, try FixedProgram(model.stepProgram(), calibratedOn: sequences))
  }
}
