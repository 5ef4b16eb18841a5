import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct LossTests {
  /// All kinds, and a Huber loss with a delta of its own.
  static let losses = Loss.allCases + [.huber(delta: 0.3)]

  @Test
  func haveTorchsValuesAndGradientsWithRespectToTheOutputs() throws {
    let cases = try TorchFixture.load().losses
    #expect(Set(cases.map(\.loss.kind)) == Set(Loss.Kind.allCases))
    for fixture in cases {
      let rows = fixture.outputs.count / fixture.width
      let batch = SequenceBatch(
        unchecked: 1, steps: rows, inputWidth: 1, targetWidth: fixture.targets.count / rows, lengths: [rows],
        inputs: Array(repeating: 0, count: rows), elapsed: Array(repeating: 1, count: rows),
        targets: fixture.targets, targetWeights: fixture.weights)
      let total = fixture.loss.total(outputs: fixture.outputs, width: fixture.width, batch: batch)
      #expect(abs(total.sum / total.weight / fixture.value - 1) < 1e-6, "\(fixture.loss)")
      let gradient = fixture.loss.gradient(outputs: fixture.outputs, width: fixture.width, batch: batch)
      #expect(gradient.count == fixture.gradient.count)
      for (value, expected) in zip(gradient, fixture.gradient) {
        #expect(abs(Double(value) / total.weight - expected) < 1e-7, "\(fixture.loss)")
      }
    }
  }

  @Test(arguments: losses)
  func doNotLookAtWhatDoesNotCountMissingTargetsAndWhatLiesBehindASequencesEnd(_ loss: Loss) throws {
    try withSeeds(5) { seed, generator in
      let model = try generator.model()
      let holes = generator.batch(for: model.cell.wiring, loss: loss, count: 20, steps: 6)
      #expect(holes.targets.contains { $0.isNaN } && Set(holes.lengths).count > 1, "seed \(seed)")
      // The same targets with harmless numbers in place of NaN.
      let filled = SequenceBatch(
        unchecked: holes.count, steps: holes.steps, inputWidth: holes.inputWidth,
        targetWidth: holes.targetWidth,
        lengths: holes.lengths, inputs: holes.inputs, elapsed: holes.elapsed,
        targets: holes.targets.map { $0.isNaN ? 1 : $0 }, targetWeights: holes.targetWeights)
      let engine = try GradientEngine(cell: model.cell, loss: loss, threads: 1)
      let value = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: holes)
      let gradient = engine.gradient
      #expect(
        value == engine.lossAndGradient(uncheckedParameters: model.parameters, batch: filled), "seed \(seed)")
      #expect(gradient == engine.gradient, "seed \(seed)")
      let isFinite = value.isFinite && gradient.allSatisfy { $0.isFinite }
      #expect(isFinite && gradient.contains { $0 != 0 }, "seed \(seed)")
      let outputs = engine.outputs(uncheckedParameters: model.parameters, batch: holes)
      let total = loss.total(outputs: outputs, width: 2, batch: holes)
      #expect(abs(total.sum / total.weight - value) < 1e-6 * max(1, value), "seed \(seed)")
    }
  }

  @Test(arguments: losses)
  func stayFiniteForOutputsOfAnyFiniteSize(_ loss: Loss) {
    let batch = SequenceBatch(
      unchecked: 1, steps: 2, inputWidth: 1, targetWidth: loss == .crossEntropy ? 1 : 2, lengths: [2],
      inputs: [0, 0], elapsed: [1, 1], targets: loss == .crossEntropy ? [0, 1] : [0, 1, 1, 0],
      targetWeights: Array(repeating: 1, count: loss == .crossEntropy ? 2 : 4))
    let outputs: [Float] = [1e18, -1e18, 1e18, -1e18]
    let isFinite =
      loss.total(outputs: outputs, width: 2, batch: batch).sum.isFinite
      && loss.gradient(outputs: outputs, width: 2, batch: batch).allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  @Test(arguments: losses)
  func areWrittenByNameAndReadAgain(_ loss: Loss) throws {
    let data = try JSONEncoder().encode([loss])
    #expect(try JSONDecoder().decode([Loss].self, from: data) == [loss])
    #expect(String(decoding: data, as: UTF8.self).contains("\"\(loss.name)\""))
  }

  @Test
  func keepTheNamesOfOlderFiles() throws {
    let data = Data(#"["mse", "cross-entropy", "huber", {"name": "huber", "delta": 2}]"#.utf8)
    let losses = try JSONDecoder().decode([Loss].self, from: data)
    #expect(losses == [.meanSquaredError, .crossEntropy, .huber(delta: 1), .huber(delta: 2)])
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Loss.self, from: Data(#"{"name": "huber", "delta": -1}"#.utf8))
    }
  }
}
