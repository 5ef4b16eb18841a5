import Liquid
import TestSupport
import Testing

@Suite struct BaselineTrainingTests {
  @Test(arguments: NetworkVariant.all.gated)
  func stayFiniteForInputsThatOverflowAndSoDoTheirGradients(_ variant: NetworkVariant) throws {
    for value in [Float(1e30), -1e30] {
      var generator = SeededGenerator(seed: 2)
      let model = try variant.model(&generator)
      let batch = SequenceBatch(
        unchecked: 2, steps: 4, inputWidth: 3, targetWidth: 2, lengths: [4, 1],
        inputs: Array(repeating: value, count: 24), elapsed: [1, 0, 1, 1e9, 1, 1, 1, 1],
        targets: Array(repeating: 0.5, count: 16), targetWeights: Array(repeating: 1, count: 16))
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      #expect(engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch) < 1000)
      #expect(engine.gradient.allSatisfy { $0.isFinite && abs($0) < 1000 }, "\(value)")
    }
  }

  @Test(arguments: NetworkVariant.all.gated)
  func learnToMakeTheLossSmallTogetherWithAdam(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 9)
    var model = try variant.model(&generator, neurons: 12, outputs: 3)
    let batch = try generator.batch(for: model.network, loss: .crossEntropy, count: 8, steps: 6)
    let engine = try GradientEngine(cell: model.cell, loss: .crossEntropy, threads: 1)
    var adam = Adam(parameterCount: model.parameterCount)
    let before = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    for _ in 0..<300 {
      _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      adam.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.02,
        layout: model.cell.layout)
    }
    let after = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    #expect(after < 0.3 * before, "from \(before) to \(after)")
  }
}
