import Liquid
import TestSupport
import Testing

@Suite struct GradientEngineTests {
  @Test(arguments: Loss.allCases)
  func computesTheSameBitsForAnyNumberOfThreads(_ loss: Loss) throws {
    try withSeeds(4) { seed, generator in
      let model = try generator.model()
      let batch = generator.batch(for: model.cell.wiring, loss: loss, count: 75, steps: 9)
      let results = try [1, 2, 3, 8].map { threads in
        let engine = try GradientEngine(cell: model.cell, loss: loss, threads: threads)
        let value = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
        let outputs = engine.outputs(uncheckedParameters: model.parameters, batch: batch)
        return (value, engine.gradient, outputs)
      }
      for result in results {
        #expect(result.0 == results[0].0 && result.0.isFinite, "seed \(seed)")
        #expect(result.1 == results[0].1, "seed \(seed)")
        #expect(result.2 == results[0].2, "seed \(seed)")
      }
    }
  }

  @Test
  func givesTheSameResultAgainAfterBatchesOfOtherSizes() throws {
    try withSeeds(4) { seed, generator in
      let model = try generator.model()
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 2)
      let batches = [(20, 6), (3, 14), (50, 2)].map { count, steps in
        generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: count, steps: steps)
      }
      let first = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batches[0])
      let gradient = engine.gradient
      for batch in batches { _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch) }
      let again = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batches[0])
      #expect(first == again && gradient == engine.gradient, "seed \(seed)")
    }
  }

  @Test
  func hasLossAndGradient0WhereNoTargetCounts() throws {
    var generator = SeededGenerator(seed: 5)
    let model = try generator.model()
    let batch = SequenceBatch(
      unchecked: 2, steps: 3, inputWidth: 3, targetWidth: 2, lengths: [3, 1],
      inputs: generator.sequence(steps: 6, width: 3), elapsed: Array(repeating: 1, count: 6),
      targets: Array(repeating: .nan, count: 12), targetWeights: Array(repeating: 0, count: 12))
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
    #expect(engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch) == 0)
    #expect(engine.gradient.allSatisfy { $0 == 0 })
  }

  @Test
  func keepsCrossEntropyFiniteForLogitsOfAnySize() throws {
    var generator = SeededGenerator(seed: 6)
    var model = try generator.model()
    model[parameter: "output_w"] = [1e20, -1e20]
    let batch = generator.batch(for: model.cell.wiring, loss: .crossEntropy, count: 5, steps: 4)
    let engine = try GradientEngine(cell: model.cell, loss: .crossEntropy, threads: 1)
    #expect(engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch).isFinite)
  }

  @Test
  func makesTheLossSmallTogetherWithAdam() throws {
    try withSeeds(3) { seed, generator in
      var model = try generator.model()
      let batch = generator.batch(for: model.cell.wiring, loss: .crossEntropy, count: 8, steps: 6)
      let engine = try GradientEngine(cell: model.cell, loss: .crossEntropy, threads: 1)
      var adam = Adam(parameterCount: model.parameterCount)
      let before = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      for _ in 0..<300 {
        _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
        adam.step(
          parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.03,
          layout: model.cell.layout)
      }
      let after = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      #expect(after < 0.7 * before, "seed \(seed): from \(before) to \(after)")
    }
  }
}
