import Foundation
import Liquid
import TestSupport
import Testing

/// Channels that are left out while a stack learns.
@Suite struct StackDropoutTests {
  /// The channels of the input that are left out in a sequence of a batch: the weights that they come through have no
  /// gradient of what happens in one step, in which alone the network sees something.
  private func mask(
    _ engine: GradientEngine, _ model: Model, inputs: Int, sequence: Int, step: Int, count: Int
  ) -> [Bool] {
    let steps = 3
    func values(_ width: Int, _ value: (Int, Int) -> Float) -> [Float] {
      (0..<count).flatMap { one in
        (0..<steps).flatMap { other in (0..<width).map { _ in value(one, other) } }
      }
    }
    let batch = SequenceBatch(
      unchecked: count, steps: steps, inputWidth: inputs, targetWidth: 1,
      lengths: Array(repeating: steps, count: count),
      inputs: values(inputs) { $1 == step ? 1 : 0 }, elapsed: Array(repeating: 1, count: count * steps),
      targets: values(1) { _, _ in 2 }, targetWeights: values(1) { $0 == sequence && $1 == 2 ? 1 : 0 })
    _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    // Of the first unit's candidate state.
    let first = model.cell.layout["layer1.weight_ih"].lowerBound + 2 * 2 * inputs
    return (0..<inputs).map { engine.gradient[first + $0] == 0 }
  }

  @Test func aChannelIsLeftOutOfAWholeSequenceWithTheChanceAsked() throws {
    let inputs = 60
    let cell = try Stack(layers: [GRU.full(inputs, 2, outputs: 1)], options: .init(inputDropout: 0.3))
    let model = Model(cell: cell, seed: 1)
    let engine = try GradientEngine(cell: cell, loss: .meanSquaredError)
    engine.dropoutSeed = 7
    var masks: [[Bool]] = []
    for sequence in 0..<40 {
      let steps = (0..<3).map {
        mask(engine, model, inputs: inputs, sequence: sequence, step: $0, count: 40)
      }
      #expect(steps[0] == steps[1] && steps[1] == steps[2], "sequence \(sequence)")
      masks.append(steps[0])
    }
    #expect(Set(masks).count == 40)
    let share = Double(masks.joined().count { $0 }) / (40 * 60)
    #expect(abs(share - 0.3) < 0.04, "\(share)")
    engine.dropoutSeed = 8
    #expect(mask(engine, model, inputs: inputs, sequence: 3, step: 0, count: 40) != masks[3])
    engine.dropoutSeed = 7
    #expect(mask(engine, model, inputs: inputs, sequence: 3, step: 0, count: 40) == masks[3])
    engine.dropoutSeed = nil
    #expect(mask(engine, model, inputs: inputs, sequence: 3, step: 0, count: 40).allSatisfy { !$0 })
  }

  /// What is left is scaled up: weights of 0 make the gradient with respect to them linear in what comes through.
  @Test func whatIsLeftKeepsTheMean() throws {
    let cell = try Stack(layers: [GRU.full(30, 1)], options: .init(inputDropout: 0.75))
    var model = Model(cell: cell, seed: 2)
    let range = cell.layout["layer1.weight_ih"]
    model[parameter: "layer1.weight_ih"] = range.map { _ in Float(0) }[...]
    let batch = try SequenceBatch(inputs: [[Array(repeating: 0.5, count: 30)]], targets: [[[1]]])
    let (plain, dropped) = (try model.gradient(batch), try model.gradient(batch, dropoutSeed: 5))
    let ratios = range.suffix(30).map { dropped.gradient[$0] / plain.gradient[$0] }
    #expect(ratios.allSatisfy { $0 == 0 || abs($0 - 4) < 1e-4 } && Set(ratios.map { $0 == 0 }).count == 2)
  }

  @Test func aWordIsLeftOutWithTheChanceAskedAndTheOthersKeepTheMean() throws {
    let cell = try Stack(
      layers: [GRU.full(3, 1)],
      options: .init(wordDropout: 0.75, embeddings: [EmbeddingTable(channel: 0, levels: 40, width: 3)]))
    var model = Model.random(cell, seed: 2)
    let range = cell.layout["layer1.weight_ih"]
    model[parameter: "layer1.weight_ih"] = range.map { _ in Float(0) }[...]
    let batch = try SequenceBatch(inputs: [[[7]]], targets: [[[1]]])
    let plain = try model.gradient(batch)
    var leftOut = 0
    for seed in 0..<300 {
      let dropped = try model.gradient(batch, dropoutSeed: UInt64(seed))
      let ratios = range.suffix(3).map { dropped.gradient[$0] / plain.gradient[$0] }
      #expect(ratios.allSatisfy { $0 == 0 } || ratios.allSatisfy { abs($0 - 4) < 1e-4 }, "\(ratios)")
      if ratios[0] == 0 { leftOut += 1 }
    }
    #expect(abs(Double(leftOut) / 300 - 0.75) < 0.08, "\(leftOut)")
  }

  /// All that may lie between layers. A GRU's states never are all alike, where a normalisation would be too steep for
  /// differences.
  private func everything() throws -> Stack {
    try Stack(
      layers: [GRU.full(5, 4), GRU.full(4, 4), GRU.full(4, 5, outputs: 3)],
      options: .init(
        dropout: 0.4, inputDropout: 0.25, wordDropout: 0.3, normalizesLayers: true, isResidual: true,
        pooling: .attention, embeddings: [EmbeddingTable(channel: 2, levels: 4, width: 3)]))
  }

  @Test func resultsHaveTheSameBitsForAnyNumberOfThreadsAndAnyRecomputation() throws {
    var generator = SeededGenerator(seed: 4)
    let model = Model.random(try everything())
    let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 45, steps: 8)
    let first = try model.gradient(batch, dropoutSeed: 3)
    for threads in [2, 3] {
      let other = try model.gradient(batch, threads: threads, dropoutSeed: 3)
      #expect(other.loss == first.loss && other.gradient == first.gradient)
    }
    for every in [1, 3, 8] {
      let other = try model.gradient(batch, recomputeEvery: every, dropoutSeed: 3)
      #expect(other.loss == first.loss)
      #expect(relativeError(other.gradient.map(Double.init), first.gradient.map(Double.init)) < 1e-4)
    }
    #expect(try model.gradient(batch, dropoutSeed: 4).loss != first.loss)
    #expect(try model.gradient(batch).loss != first.loss)
  }

  @Test func nothingIsLeftOutWhereANetworkIsOnlyRun() throws {
    var generator = SeededGenerator(seed: 6)
    let cell = try everything()
    let model = Model.random(cell)
    let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 20, steps: 6).whole
    let engine = try GradientEngine(cell: cell, loss: .meanSquaredError)
    let before = try engine.outputs(parameters: model.parameters, batch: batch)
    engine.dropoutSeed = 9
    _ = try engine.lossAndGradient(parameters: model.parameters, batch: batch)
    #expect(try engine.outputs(parameters: model.parameters, batch: batch) == before)
    #expect(try model.traces(batch).flatMap(\.outputs) == before)
  }

  @Test func gradientsAreThoseOfDifferencesOfTheLossWithTheSameSeed() throws {
    try withSeeds(2) { seed, generator in
      let model = Model.random(try everything(), seed: seed)
      let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 18, steps: 5)
      let found = try model.gradient(batch, dropoutSeed: seed).gradient.map(Double.init)
      let largest = found.reduce(0) { max($0, abs($1)) }
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError)
      engine.dropoutSeed = seed
      for coordinate in sampledCoordinates(of: model.cell.layout) {
        let slope = finiteDifference(
          of: { engine.lossAndGradient(uncheckedParameters: $0.map(Float.init), batch: batch) },
          at: model.parameters.map(Double.init), coordinate: coordinate, step: 1.0 / 128)
        #expect(abs(slope - found[coordinate]) < 5e-3 * largest, "seed \(seed), parameter \(coordinate)")
      }
    }
  }
}
