import Liquid
import TestSupport
import Testing

@Suite("The gradient through a solver")
struct SolverGradientTests {
  @Test("in the reference agrees with finite differences to 1e-6", arguments: SolverVariant.all)
  func reference(_ variant: SolverVariant) throws {
    try withSeeds(1) { seed, generator in
      let cell = try variant.cell(&generator, inputs: 2, neurons: 4, outputs: 2)
      let point = generator.parameters(for: cell).map(Double.init)
      let batch = generator.batch(for: cell.wiring, loss: variant.loss, count: 2, steps: 3)
      let exact = try variant.reference(cell, point).gradient(variant.loss, batch)
      let coordinates = sampledCoordinates(of: cell.layout)
      let estimate = try coordinates.map { coordinate in
        let reference = try variant.reference(cell, point)
        return finiteDifference(
          of: { moved in
            var reference = reference
            reference.parameters = moved
            return reference.loss(variant.loss, batch)
          }, at: point, coordinate: coordinate)
      }
      #expect(relativeError(coordinates.map { exact[$0] }, estimate) < 1e-6, "seed \(seed)")
    }
  }

  @Test("in the kernels agrees with the reference to 1e-3, every parameter", arguments: SolverVariant.all)
  func kernels(_ variant: SolverVariant) throws {
    try withSeeds(4) { seed, generator in
      let cell = try variant.cell(&generator, inputs: 3, neurons: 7, outputs: 3)
      let parameters = generator.parameters(for: cell)
      let count = 1 + generator.integer(below: 24)
      let batch = generator.batch(for: cell.wiring, loss: variant.loss, count: count, steps: 6)
      let engine = GradientEngine(cell: cell, loss: variant.loss, threads: 2)
      let loss = engine.lossAndGradient(parameters: parameters, batch: batch)
      let reference = try variant.reference(cell, parameters.map(Double.init))
      let expected = reference.loss(variant.loss, batch)
      #expect(abs(loss - expected) < 1e-5 * max(1, expected), "seed \(seed)")
      let error = relativeError(engine.gradient.map(Double.init), reference.gradient(variant.loss, batch))
      #expect(error < 1e-3, "seed \(seed)")
      let outputs = engine.outputs(parameters: parameters, batch: batch)
      let difference = largestDifference(
        outputs, reference.outputs(batch), batch, width: cell.outputWidth)
      #expect(difference < 1e-4, "seed \(seed)")
    }
  }

  @Test("has the same bits for any number of threads", arguments: SolverVariant.all)
  func threads(_ variant: SolverVariant) throws {
    try withSeeds(2) { seed, generator in
      let cell = try variant.cell(&generator, inputs: 3, neurons: 7, outputs: 3)
      let parameters = generator.parameters(for: cell)
      let batch = generator.batch(for: cell.wiring, loss: variant.loss, count: 55, steps: 9)
      let results = [1, 3].map { threads in
        let engine = GradientEngine(cell: cell, loss: variant.loss, threads: threads)
        let value = engine.lossAndGradient(parameters: parameters, batch: batch)
        return (value, engine.gradient, engine.outputs(parameters: parameters, batch: batch))
      }
      #expect(results[0].0 == results[1].0 && results[0].0.isFinite, "seed \(seed)")
      #expect(results[0].1 == results[1].1 && results[0].2 == results[1].2, "seed \(seed)")
    }
  }

  @Test("is the same with checkpoints", arguments: SolverVariant.all)
  func checkpoints(_ variant: SolverVariant) throws {
    try withSeeds(2) { seed, generator in
      let cell = try variant.cell(&generator, inputs: 3, neurons: 7, outputs: 3)
      let parameters = generator.parameters(for: cell)
      let batch = generator.batch(for: cell.wiring, loss: variant.loss, count: 20, steps: 11)
      let whole = GradientEngine(cell: cell, loss: variant.loss, threads: 1)
      let loss = whole.lossAndGradient(parameters: parameters, batch: batch)
      for every in [1, 4, 11, 50] {
        let engine = GradientEngine(cell: cell, loss: variant.loss, threads: 1, checkpointEvery: every)
        #expect(engine.lossAndGradient(parameters: parameters, batch: batch) == loss, "seed \(seed)")
        // Sums over several parts are grouped differently, their terms have the same bits.
        let error = relativeError(engine.gradient.map(Double.init), whole.gradient.map(Double.init))
        #expect(error < (every < 11 ? 1e-4 : 1e-30), "seed \(seed), every \(every) steps")
      }
    }
  }

  @Test(
    "is 0 for a sequence on which no time passes, but for what reads the state", arguments: SolverVariant.all)
  func noTime(_ variant: SolverVariant) throws {
    var generator = SeededGenerator(seed: 4)
    let cell = try variant.cell(&generator, inputs: 3, neurons: 7, outputs: 3)
    let parameters = generator.parameters(for: cell)
    let batch = SequenceBatch(
      count: 1, steps: 5, inputWidth: 3, targetWidth: 3, lengths: [5],
      inputs: generator.sequence(steps: 5, width: 3), elapsed: Array(repeating: 0, count: 5),
      targets: generator.sequence(steps: 5, width: 3), targetWeights: Array(repeating: 1, count: 15))
    let engine = GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
    _ = engine.lossAndGradient(parameters: parameters, batch: batch)
    for entry in cell.layout.entries {
      let moves = engine.gradient[entry.range].contains { $0 != 0 }
      let isBias = entry.name == "output_b" || entry.name == "readout_b"
      #expect(moves == isBias, "\(entry.name)")
    }
    let trace = try #require(
      Model(cell: cell, parameters: parameters)
        .traces(inputs: [batch.inputs], elapsed: batch.elapsed).first)
    let leftZero = trace.states.contains { $0 != 0 }
    #expect(!leftZero)
  }

  @Test(
    "of a network that is not a number is not a number either, and nothing traps",
    arguments: SolverVariant.all)
  func notANumber(_ variant: SolverVariant) throws {
    var generator = SeededGenerator(seed: 5)
    let cell = try variant.cell(&generator, inputs: 3, neurons: 7, outputs: 3)
    var parameters = generator.parameters(for: cell)
    for index in parameters.indices { parameters[index] = .nan }
    let batch = generator.batch(for: cell.wiring, loss: variant.loss, count: 5, steps: 4)
    let engine = GradientEngine(cell: cell, loss: variant.loss, threads: 1)
    #expect(!engine.lossAndGradient(parameters: parameters, batch: batch).isFinite)
    let model = Model(cell: cell, parameters: parameters)
    let inputs = generator.sequence(steps: 4, width: 3)
    let comparison = try #require(model.solverError(inputs: inputs, elapsed: [1, 1, 1, 1]))
    #expect(comparison.outcome != .reached)
  }
}
