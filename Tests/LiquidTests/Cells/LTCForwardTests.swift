import Liquid
import TestSupport
import Testing

@Suite struct LTCForwardTests {
  @Test
  func leavesTheStateExactlyAsItIsWhereNoTimePasses() throws {
    try withSeeds(10) { seed, generator in
      let model = try generator.model()
      let inputs = generator.sequence(steps: 10, width: model.cell.wiring.inputs)
      let elapsed: [Float] = [1, 0, 0.3, 0, 0, 2, 0, 1, 1, 0]
      let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
      for step in 1..<10 where elapsed[step] == 0 {
        #expect(trace.state(at: step) == trace.state(at: step - 1), "seed \(seed), step \(step)")
      }
    }
  }

  @Test
  func keepsEveryStateBetweenTheReversalPotentialsForAnyElapsedTime() throws {
    try withSeeds(20) { seed, generator in
      let model = try generator.model()
      let reversals: [Float] =
        model[parameter: "vleak"] + model[parameter: "erev"] + model[parameter: "sensory_erev"] + [0]
      let inputs = generator.sequence(steps: 30, width: model.cell.wiring.inputs).map { $0 * 100 }
      let elapsed = (0..<30).map { _ in
        Float(generator.uniform(0, 1)) * pow10(generator.integer(below: 9) - 4)
      }
      let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
      let lower = (reversals.min() ?? 0) - 1e-5
      let upper = (reversals.max() ?? 0) + 1e-5
      #expect(trace.states.allSatisfy { $0 >= lower && $0 <= upper }, "seed \(seed)")
    }
  }

  @Test(arguments: [Float(1e30), -1e30])
  func staysFiniteForInputsThatOverflow(_ value: Float) throws {
    try withSeeds(3) { seed, generator in
      let model = try generator.model()
      let wiring = model.cell.wiring
      let batch = SequenceBatch(
        unchecked: 1, steps: 4, inputWidth: wiring.inputs, targetWidth: wiring.outputs, lengths: [4],
        inputs: Array(repeating: value, count: 4 * wiring.inputs), elapsed: [1, 0, 1, 100],
        targets: Array(repeating: 0.5, count: 4 * wiring.outputs),
        targetWeights: Array(repeating: 1, count: 4 * wiring.outputs))
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      #expect(
        engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch).isFinite, "seed \(seed)")
      #expect(engine.gradient.allSatisfy { $0.isFinite }, "seed \(seed)")
    }
  }

  private func pow10(_ exponent: Int) -> Float {
    (0..<abs(exponent)).reduce(1) { product, _ in exponent < 0 ? product / 10 : product * 10 }
  }
}
