import Liquid
import TestSupport
import Testing

@Suite("The gated baselines, projections and mixed memories")
struct TapeGradientTests {
  @Test("have a reference whose gradient agrees with finite differences to 1e-6", arguments: TapeVariant.all)
  func reference(_ variant: TapeVariant) throws {
    try withSeeds(1) { seed, generator in
      let model = try generator.model(variant, neurons: 4)
      let point = model.parameters.map(Double.init)
      let batch = try generator.batch(for: model.cell, loss: .meanSquaredError, count: 2, steps: 4)
      let wiring = model.cell.wiring
      let exact = variant.reference(wiring, parameters: point).gradient(.meanSquaredError, batch)
      let coordinates = sampledCoordinates(of: model.cell.layout)
      let estimate = coordinates.map { coordinate in
        finiteDifference(
          of: { variant.reference(wiring, parameters: $0).loss(.meanSquaredError, batch) }, at: point,
          coordinate: coordinate, step: 1e-4)
      }
      #expect(relativeError(coordinates.map { exact[$0] }, estimate) < 1e-6, "seed \(seed)")
    }
  }

  @Test(
    "compute what the reference does, forward to 1e-5 and backward to 1e-3, for ragged, irregular batches",
    arguments: TapeVariant.all, [Loss.meanSquaredError, .crossEntropy])
  func kernels(_ variant: TapeVariant, _ loss: Loss) throws {
    try withSeeds(3) { seed, generator in
      let model = try generator.model(variant, neurons: 4 + generator.integer(below: 9), outputs: 3)
      let count = [1, 17, 5 + generator.integer(below: 30)][Int(seed)]
      let batch = try generator.batch(for: model.cell, loss: loss, count: count, steps: 7)
      let engine = GradientEngine(cell: model.cell, loss: loss, threads: 2)
      let reference = variant.reference(model.cell.wiring, parameters: model.parameters.map(Double.init))
      let outputs = engine.outputs(parameters: model.parameters, batch: batch)
      let width = model.cell.outputWidth
      #expect(
        largestDifference(outputs, reference.outputs(batch), batch, width: width) < 1e-5, "seed \(seed)")
      let value = engine.lossAndGradient(parameters: model.parameters, batch: batch)
      let expected = reference.loss(loss, batch)
      #expect(abs(value - expected) < 1e-5 * max(1, expected), "seed \(seed)")
      let error = relativeError(engine.gradient.map(Double.init), reference.gradient(loss, batch))
      #expect(error < 1e-3, "seed \(seed)")
    }
  }

  @Test("have the same bits for any number of threads and with checkpoints", arguments: TapeVariant.all)
  func bits(_ variant: TapeVariant) throws {
    try withSeeds(2) { seed, generator in
      let model = try generator.model(variant)
      let batch = try generator.batch(for: model.cell, loss: .meanSquaredError, count: 41, steps: 9)
      let ways: [(threads: Int, checkpointEvery: Int?)] = [
        (1, nil), (3, nil), (1, 1), (2, 4), (1, 9), (1, 20),
      ]
      let results = ways.map { way in
        let engine = GradientEngine(
          cell: model.cell, loss: .meanSquaredError, threads: way.threads,
          checkpointEvery: way.checkpointEvery)
        let value = engine.lossAndGradient(parameters: model.parameters, batch: batch)
        return (value, engine.gradient, engine.outputs(parameters: model.parameters, batch: batch))
      }
      for (way, result) in zip(ways, results) {
        #expect(result.0 == results[0].0 && result.0.isFinite, "seed \(seed), \(way)")
        #expect(result.2 == results[0].2, "seed \(seed), \(way)")
        if way.checkpointEvery == nil || way.checkpointEvery ?? 0 >= 9 {
          #expect(result.1 == results[0].1, "seed \(seed), \(way)")
        }
        let error = relativeError(result.1.map(Double.init), results[0].1.map(Double.init))
        #expect(error < 1e-4, "seed \(seed), \(way)")
      }
    }
  }

  @Test("stay finite for inputs that overflow, and so do their gradients", arguments: TapeVariant.baselines)
  func overflow(_ variant: TapeVariant) throws {
    for value in [Float(1e30), -1e30] {
      var generator = SeededGenerator(seed: 2)
      let model = try generator.model(variant)
      let batch = SequenceBatch(
        count: 2, steps: 4, inputWidth: 3, targetWidth: 2, lengths: [4, 1],
        inputs: Array(repeating: value, count: 24), elapsed: [1, 0, 1, 1e9, 1, 1, 1, 1],
        targets: Array(repeating: 0.5, count: 16), targetWeights: Array(repeating: 1, count: 16))
      let engine = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      #expect(engine.lossAndGradient(parameters: model.parameters, batch: batch) < 1000)
      #expect(engine.gradient.allSatisfy { $0.isFinite && abs($0) < 1000 }, "\(value)")
    }
  }

  @Test("learn to make the loss small together with Adam", arguments: TapeVariant.baselines)
  func training(_ variant: TapeVariant) throws {
    var generator = SeededGenerator(seed: 9)
    var model = try generator.model(variant, neurons: 12, outputs: 3)
    let batch = try generator.batch(for: model.cell, loss: .crossEntropy, count: 8, steps: 6)
    let engine = GradientEngine(cell: model.cell, loss: .crossEntropy, threads: 1)
    var adam = Adam(parameterCount: model.parameterCount)
    let before = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    for _ in 0..<300 {
      _ = engine.lossAndGradient(parameters: model.parameters, batch: batch)
      adam.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.02,
        layout: model.cell.layout)
    }
    let after = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    #expect(after < 0.3 * before, "from \(before) to \(after)")
  }
}
