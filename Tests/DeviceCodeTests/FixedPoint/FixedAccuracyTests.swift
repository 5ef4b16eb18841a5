import DeviceCode
import Liquid
import TestSupport
import Testing

@Suite struct FixedAccuracyTests {
  @Test(arguments: NetworkVariant.all)
  func staysCloseToTheNetwork(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(
        &generator, inputs: 1 + generator.integer(below: 12), neurons: 4 + generator.integer(below: 24),
        outputs: 3, size: seed == 0 ? .small : .wide)
      let program = model.stepProgram()
      let width = model.cell.wiring.inputs
      let fixed = try FixedProgram(
        program, calibratedOn: (0..<4).map { _ in generator.rows(100, width: width) })
      let errors = FixedErrors(fixed, over: [generator.rows(150, width: width)])
      let worst = errors.eachOutput.map(\.relativeLargest).max() ?? 0
      let rms = errors.eachOutput.map(\.relativeRootMeanSquare).max() ?? 0
      print("ACC \(variant.name) \(seed): rms \(rms) largest \(worst)")
      if worst > 0.01 {
        for (name, error) in errors.vectors {
          print("   \(name): \(error.relativeRootMeanSquare) \(error.relativeLargest) \(error.range)")
        }
      }
    }
  }
}

extension SeededGenerator {
  /// Standard normal inputs, a quarter of each taken from the one before.
  mutating func rows(_ count: Int, width: Int) -> CalibrationSequence {
    var last = [Float](repeating: 0, count: width)
    var inputs: [[Float]] = []
    for _ in 0..<count {
      last = last.map { $0 * 0.7 + 0.7 * Float(normal()) }
      inputs.append(last)
    }
    return CalibrationSequence(
      inputs: inputs, elapsed: (0..<count).map { $0 % 5 == 3 ? 0 : Float(uniform(0.1, 2)) })
  }
}
