import Foundation
import Liquid
import TestSupport
import Testing

/// A recurrent layer of PyTorch with a Linear readout, made by Tests/Fixtures/make_torch_cells_fixtures.py.
private struct TorchCellFixture: Decodable {
  let cell: String
  let neurons: Int
  let outputs: Int
  let parameters: [String: [Float]]
  let inputs: [Float]
  let expectedOutputs: [Double]
  /// The hidden states after the last step.
  let expectedStates: [Double]
  /// Of the mean of the squared outputs.
  let expectedGradient: [String: [Double]]

  var steps: Int { expectedOutputs.count / outputs }

  static func all() throws -> [TorchCellFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/torch_cells.json"))
    return try JSONDecoder().decode([TorchCellFixture].self, from: data)
  }

  func model() throws -> Model {
    let wiring = try Wiring.fullyConnected(
      inputs: inputs.count / steps, units: neurons, outputs: outputs, seed: 0)
    let cell: any NetworkCell = cell == "lstm" ? try LSTM(wiring: wiring) : try GRU(wiring: wiring)
    var model = Model(cell: cell, seed: 0)
    for entry in cell.layout.entries {
      model[parameter: entry.name] = ArraySlice(try #require(parameters[entry.name]))
    }
    return model
  }

  /// The sequence with targets 0, and elapsed times that must not matter.
  func batch() -> SequenceBatch {
    SequenceBatch(
      unchecked: 1, steps: steps, inputWidth: inputs.count / steps, targetWidth: outputs, lengths: [steps],
      inputs: inputs, elapsed: (0..<steps).map { Float($0) / 3 },
      targets: Array(repeating: 0, count: steps * outputs),
      targetWeights: Array(repeating: 1, count: steps * outputs))
  }
}

@Suite struct TorchCellFixtureTests {
  @Test
  func computesTheSameOutputsAndFinalStatesTo1e5() throws {
    let fixtures = try TorchCellFixture.all()
    #expect(fixtures.map(\.cell) == ["lstm", "gru"])
    for fixture in fixtures {
      let model = try fixture.model()
      let batch = fixture.batch()
      let outputs = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
        .outputs(uncheckedParameters: model.parameters, batch: batch)
      #expect(outputs.count == fixture.expectedOutputs.count, "\(fixture.cell)")
      for (output, expected) in zip(outputs, fixture.expectedOutputs) {
        #expect(abs(Double(output) - expected) < 1e-5, "\(fixture.cell)")
      }
      let trace = try #require(model.traces(inputs: [fixture.inputs], elapsed: batch.elapsed).first)
      let states = trace.state(at: fixture.steps - 1)
      #expect(states.count == fixture.expectedStates.count, "\(fixture.cell)")
      for (state, expected) in zip(states, fixture.expectedStates) {
        #expect(abs(Double(state) - expected) < 1e-5, "\(fixture.cell)")
      }
    }
  }

  @Test
  func hasTheSameGradientTo1e4TensorByTensor() throws {
    for fixture in try TorchCellFixture.all() {
      let model = try fixture.model()
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: fixture.batch())
      for entry in model.cell.layout.entries {
        let expected = try #require(fixture.expectedGradient[entry.name])
        let largest = expected.reduce(0) { max($0, abs($1)) }
        for (value, exact) in zip(engine.gradient[entry.range], expected) {
          #expect(abs(Double(value) - exact) < 1e-4 * largest, "\(fixture.cell), \(entry.name)")
        }
      }
    }
  }
}
