import Foundation
import Liquid
import TestSupport
import Testing

/// What holds for every kind of network.
@Suite struct NetworkTests {
  private let elapsed: [Float] = [1, 0.5, 2, 1, 0, 1, 3, 0.7]

  @Test(arguments: NetworkVariant.all)
  func theReferencesGradientAgreesWithFiniteDifferences(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 1)
    let model = try variant.model(&generator, inputs: 2, neurons: 4)
    let point = model.parameters.map(Double.init)
    guard var reference = variant.reference(model.network, point) else { return }
    let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 2, steps: 3)
    let exact = reference.gradient(.meanSquaredError, batch)
    let coordinates = sampledCoordinates(of: model.cell.layout)
    let estimate = coordinates.map { coordinate in
      finiteDifference(
        of: {
          reference.parameters = $0
          return reference.loss(.meanSquaredError, batch)
        }, at: point, coordinate: coordinate, step: 2e-5)
    }
    #expect(relativeError(coordinates.map { exact[$0] }, estimate) < 1e-6)
  }

  @Test(arguments: NetworkVariant.all, [Loss.meanSquaredError, .crossEntropy])
  func kernelsComputeWhatTheReferenceDoesForRaggedIrregularBatches(
    _ variant: NetworkVariant, _ loss: Loss
  ) throws {
    // The second loss differs in its slope alone: one batch of two shards will do.
    try withSeeds(loss == .meanSquaredError ? 3 : 2) { seed, generator in
      let model = try variant.model(&generator, neurons: 5 + generator.integer(below: 5), outputs: 3)
      // One sequence, two shards, and one that is not full: the reference takes its time.
      let count = [1, 17, 5 + generator.integer(below: 11)][Int(seed)]
      let batch = try generator.batch(for: model.network, loss: loss, count: count, steps: 5)
      guard let reference = variant.reference(model.network, model.parameters.map(Double.init)) else {
        return
      }
      let engine = try GradientEngine(cell: model.cell, loss: loss, threads: 2)
      let outputs = engine.outputs(uncheckedParameters: model.parameters, batch: batch)
      let difference = largestDifference(
        outputs, reference.outputs(batch), batch, width: model.cell.outputWidth)
      // Explicit solvers add up the rounding of their many stages.
      #expect(difference < (variant.cell.traits.solvers.isEmpty ? 1e-5 : 1e-4), "seed \(seed)")
      let value = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      let expected = reference.loss(loss, batch)
      #expect(abs(value - expected) < 1e-5 * max(1, expected), "seed \(seed)")
      let error = relativeError(engine.gradient.map(Double.init), reference.gradient(loss, batch))
      #expect(error < 1e-3, "seed \(seed)")
    }
  }

  @Test(arguments: NetworkVariant.all)
  func resultsHaveTheSameBitsForAnyNumberOfThreadsAndAnyRecomputation(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 2)
    let model = try variant.model(&generator)
    let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 41, steps: 9)
    let ways: [(threads: Int, recomputeEvery: Int?)] = [
      (1, nil), (3, nil), (8, nil), (1, 1), (2, 4), (1, 9), (1, 20),
    ]
    let results = try ways.map { way in
      let engine = try GradientEngine(
        cell: model.cell, loss: .meanSquaredError, threads: way.threads, recomputeEvery: way.recomputeEvery)
      let value = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      return (value, engine.gradient, engine.outputs(uncheckedParameters: model.parameters, batch: batch))
    }
    for (way, result) in zip(ways, results) {
      #expect(result.0 == results[0].0 && result.0.isFinite, "\(way)")
      #expect(result.2 == results[0].2, "\(way)")
      // Sums over several parts are grouped differently, their terms have the same bits.
      if way.recomputeEvery ?? 9 >= 9 { #expect(result.1 == results[0].1, "\(way)") }
      let error = relativeError(result.1.map(Double.init), results[0].1.map(Double.init))
      #expect(error < 1e-4, "\(way)")
    }
  }

  @Test(arguments: NetworkVariant.all)
  func tracesShowTheOutputsOfTheGradientEngineWhateverRunsBesideThem(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let model = try variant.model(&generator)
      let inputs = (0..<19).map { _ in generator.sequence(steps: 8, width: 3) }
      let together = model.traces(inputs: inputs, elapsed: elapsed)
      for index in [0, 15, 16, 18] {
        #expect(model.traces(inputs: [inputs[index]], elapsed: elapsed) == [together[index]], "seed \(seed)")
      }
      let batch = SequenceBatch(
        unchecked: 19, steps: 8, inputWidth: 3, targetWidth: 0, lengths: Array(repeating: 8, count: 19),
        inputs: inputs.flatMap { $0 }, elapsed: (0..<19).flatMap { _ in elapsed }, targets: [],
        targetWeights: [])
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 2)
      #expect(
        engine.outputs(uncheckedParameters: model.parameters, batch: batch) == together.flatMap(\.outputs),
        "seed \(seed)")
    }
  }

  @Test(arguments: NetworkVariant.all)
  func aClampedNeuronHoldsItsStateWithAnInfiniteTimeConstant(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let neuron = generator.integer(below: 7)
      let value = Float(generator.uniform(-1, 1))
      let inputs = (0..<3).map { _ in generator.sequence(steps: 8, width: 3) }
      let traces = model.traces(
        inputs: inputs, elapsed: elapsed, interventions: [.clamp(neuron, at: value)])
      for trace in traces {
        for step in 0..<8 {
          #expect(trace.states[step * 7 + neuron] == value, "seed \(seed), step \(step)")
          #expect(trace.timeConstants[step * 7 + neuron] == .infinity, "seed \(seed), step \(step)")
        }
        for (synapse, weight) in zip(model.cell.wiring.synapses, trace.synapseWeights)
        where synapse.target == neuron {
          #expect(weight == 0, "seed \(seed), \(synapse)")
        }
      }
    }
  }

  @Test(arguments: NetworkVariant.all)
  func aModelFileGivesBackTheSameNetwork(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 6)
    let model = try variant.model(&generator)
    let (read, _) = try ModelFile.read(ModelFile.bytes(of: model))
    #expect(read.parameters == model.parameters && read.cell.layout == model.cell.layout)
    #expect(read.cell.identifier == model.cell.identifier && read.cell.outputWidth == model.cell.outputWidth)
    #expect("\(read.network.options)" == "\(model.network.options)" && read.cell.wiring == model.cell.wiring)
    let inputs = generator.sequence(steps: 8, width: 3)
    #expect(
      read.traces(inputs: [inputs], elapsed: elapsed) == model.traces(inputs: [inputs], elapsed: elapsed))
  }
}
