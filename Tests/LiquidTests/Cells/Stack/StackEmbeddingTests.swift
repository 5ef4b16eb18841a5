import Foundation
import Liquid
import TestSupport
import Testing

/// Input channels that hold the index of a category.
@Suite struct StackEmbeddingTests {
  private func cell(levels: Int = 6) throws -> Stack {
    try Stack(
      layers: [GRU.full(4, 3, outputs: 1)],
      options: .init(embeddings: [EmbeddingTable(channel: 1, levels: levels, width: 3)]))
  }

  private func batch(_ indices: [[Float]]) throws -> SequenceBatch {
    try SequenceBatch(
      inputs: indices.map { $0.map { [0.3, $0] } }, targets: indices.map { $0.map { _ in [1] } })
  }

  @Test func anIndexThatIsNoCategoryHasAVectorOfZeros() throws {
    var model = Model.random(try cell())
    let outside: [Float] = [-1, -0.51, 5.5, 6, 1e9, -.infinity, .infinity, .nan, .greatestFiniteMagnitude]
    func output(_ value: Float) -> Float {
      let (stream, again) = (NetworkStream(model: model), NetworkStream(model: model))
      stream.step(unchecked: [0.3, value], elapsed: 1)
      again.step(unchecked: [0.3, value], elapsed: 1)
      #expect(stream.outputs == again.outputs)
      return stream.outputs[0]
    }
    let (none, within) = (outside.map(output), (0..<6).map { output(Float($0)) })
    #expect(none.allSatisfy { $0 == none[0] && $0.isFinite })
    #expect(Set(within).union([none[0]]).count == 7)
    #expect(output(1.4) == within[1] && output(-0.4) == within[0] && output(5.49) == within[5])
    model[parameter: "embedding1"] = model[parameter: "embedding1"].map { _ in 0 }[...]
    #expect(output(3) == none[0])
  }

  @Test func valuesThatAreNoIndexLeaveGradientsAlone() throws {
    let model = Model.random(try cell())
    let bad: [Float] = [-3, 6, .nan, .infinity, -.infinity, 1e30]
    let batch = SequenceBatch(
      unchecked: 1, steps: 7, inputWidth: 2, targetWidth: 1, lengths: [7],
      inputs: (bad + [2]).flatMap { [0.3, $0] }, elapsed: Array(repeating: 1, count: 7),
      targets: Array(repeating: 1, count: 7), targetWeights: Array(repeating: 1, count: 7))
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError)
    #expect(engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch).isFinite)
    #expect(engine.gradient.allSatisfy { $0.isFinite })
    let table = engine.gradient[model.cell.layout["embedding1"]]
    #expect(table.indices.allSatisfy { (table[$0] != 0) == ((6..<9).contains($0 - table.startIndex)) })
  }

  /// The rows that a batch names are the only ones with a gradient, whatever the batches before it named.
  @Test(arguments: [nil, 2]) func theGradientOfWordsThatABatchHasNotIs0(_ recomputeEvery: Int?) throws {
    var generator = SeededGenerator(seed: 3)
    let model = Model.random(try cell(levels: 40))
    for threads in [1, 3] {
      let engine = try GradientEngine(
        cell: model.cell, loss: .meanSquaredError, threads: threads, recomputeEvery: recomputeEvery)
      for round in 0..<8 {
        // More shards in some rounds than in others.
        let words = (0..<(round % 3 == 1 ? 3 : 40)).map { _ in
          (0..<1 + generator.integer(below: 5)).map { _ in Float(generator.integer(below: 40)) }
        }
        // None that is named by the lanes that hold no sequence, and some twice in one sequence.
        let few = words.map { sequence in sequence.map { 5 + Float(Int($0 + Float(round)) % 7) } }
        let batch = try batch(round % 2 == 0 ? few : words)
        _ = try engine.lossAndGradient(parameters: model.parameters, batch: batch)
        let own = try GradientEngine(cell: model.cell, loss: .meanSquaredError, recomputeEvery: recomputeEvery)
        _ = try own.lossAndGradient(parameters: model.parameters, batch: batch)
        #expect(engine.gradient == own.gradient, "round \(round)")
        let named = Set((round % 2 == 0 ? few : words).joined().map { Int($0) })
        let table = Array(engine.gradient[model.cell.layout["embedding1"]])
        for row in 0..<40 {
          let isMoved = table[row * 3..<row * 3 + 3].contains { $0 != 0 }
          #expect(isMoved == named.contains(row), "round \(round), row \(row)")
        }
      }
    }
  }

  @Test func tablesBetweenOtherTensorsAreSummedOnce() throws {
    var generator = SeededGenerator(seed: 5)
    let cell = try Stack(
      layers: [GRU.full(8, 4), LTC.full(4, 3, outputs: 2)],
      options: .init(
        inputDropout: 0.2, pooling: .mean,
        embeddings: [
          EmbeddingTable(channel: 0, levels: 4, width: 2), EmbeddingTable(channel: 2, levels: 3, width: 5),
        ]))
    let model = Model.random(cell)
    #expect(cell.wiring.inputs == 3)
    let tables = cell.sparseTensors
    #expect(tables.map(\.range) == [cell.layout["embedding1"], cell.layout["embedding2"]])
    let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 37, steps: 6)
    // Two shards and a rest are as good as the mean of single sequences.
    let (_, found) = try model.gradient(batch, dropoutSeed: nil)
    let reference = try #require(TapeNetwork.stack(cell, parameters: model.parameters.map(Double.init)))
    #expect(relativeError(found.map(Double.init), reference.gradient(.meanSquaredError, batch)) < 1e-3)
  }

  @Test func aStackLearnsWhichWordItHasSeen() throws {
    let cell = try self.cell(levels: 5)
    let trainer = try Trainer(model: Model(cell: cell, seed: 1), loss: .meanSquaredError, learningRate: 0.02)
    let targets: [Float] = [0.8, -0.3, 0.5, -0.9, 0.1]
    let batch = try SequenceBatch(
      inputs: (0..<5).map { [[0, Float($0)]] }, targets: targets.map { [[$0]] })
    var loss = Double.infinity
    for _ in 0..<400 { loss = try trainer.step(batch).loss }
    #expect(loss < 1e-3)
  }
}
