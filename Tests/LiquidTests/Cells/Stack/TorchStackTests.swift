import Foundation
import Liquid
import TestSupport
import Testing

/// Two recurrent layers of PyTorch with an embedding, made by Tests/Fixtures/make_torch_stack_fixtures.py.
private struct TorchStackFixture: Decodable {
  let cell: String
  let normalizes: Bool
  let isResidual: Bool
  let pooling: Pooling
  let units: Int
  let outputs: Int
  let channel: Int
  let levels: Int
  let width: Int
  let parameters: [String: [Float]]
  /// `[sequence][step][channel]`
  let inputs: [[[Float]]]
  let expectedOutputs: [[[Double]]]
  /// Of the mean of the squared outputs.
  let expectedGradient: [String: [Double]]

  var name: String { "\(cell), \(pooling)" }

  static func all() throws -> [TorchStackFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/torch_stacks.json"))
    return try JSONDecoder().decode([TorchStackFixture].self, from: data)
  }

  func model() throws -> Model {
    let seen = inputs[0][0].count - 1 + width
    func layer(_ inputs: Int, _ outputs: Int) throws -> any Cell {
      let wiring = try Wiring.fullyConnected(inputs: inputs, units: units, outputs: outputs, seed: 0)
      return cell == "lstm" ? try LSTM(wiring: wiring) : try GRU(wiring: wiring)
    }
    let options = Stack.Options(
      normalizesLayers: normalizes, isResidual: isResidual, pooling: pooling,
      embeddings: [EmbeddingTable(channel: channel, levels: levels, width: width)])
    let stack = try Stack(layers: [layer(seen, units), layer(units, outputs)], options: options)
    var model = Model(cell: stack, seed: 0)
    #expect(Set(stack.layout.entries.map(\.name)) == Set(parameters.keys))
    for entry in stack.layout.entries {
      model[parameter: entry.name] = ArraySlice(try #require(parameters[entry.name]))
    }
    return model
  }

  /// With targets 0.
  func batch() throws -> SequenceBatch {
    try SequenceBatch(
      inputs: inputs, targets: inputs.map { $0.map { _ in Array(repeating: 0, count: outputs) } })
  }
}

@Suite struct TorchStackTests {
  @Test
  func computesTheSameOutputsTo1e5() throws {
    let fixtures = try TorchStackFixture.all()
    #expect(Set(fixtures.map(\.cell)) == ["lstm", "gru"])
    #expect(Set(fixtures.map(\.pooling)) == Set(Pooling.allCases))
    for fixture in fixtures {
      let outputs = try fixture.model().outputs(fixture.batch())
      let pairs = zip(
        outputs.flatMap { $0 }.flatMap { $0 }, fixture.expectedOutputs.flatMap { $0 }.flatMap { $0 })
      #expect(outputs.map(\.count) == fixture.expectedOutputs.map(\.count))
      #expect(pairs.allSatisfy { abs(Double($0) - $1) < 1e-5 }, "\(fixture.name)")
    }
  }

  @Test
  func hasTheSameGradientTo1e5TensorByTensor() throws {
    for fixture in try TorchStackFixture.all() {
      let model = try fixture.model()
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError)
      _ = try engine.lossAndGradient(parameters: model.parameters, batch: fixture.batch())
      for entry in model.cell.layout.entries {
        let expected = try #require(fixture.expectedGradient[entry.name])
        let largest = expected.reduce(0.1) { max($0, abs($1)) }
        for (value, exact) in zip(engine.gradient[entry.range], expected) {
          #expect(abs(Double(value) - exact) < 2e-5 * largest, "\(fixture.name), \(entry.name)")
        }
      }
    }
  }
}
