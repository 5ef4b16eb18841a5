import Foundation
import Liquid
import TestSupport
import Testing

/// A network of the Python package `ncps`, made by Tests/Fixtures/make_ncps_fixtures.py.
private struct LTCFixture: Decodable, CustomTestStringConvertible {
  let name: String
  let constraints: LTC.Constraints
  let neurons: Int
  let outputs: Int
  /// source, target, polarity
  let synapses: [[Int]]
  let sensorySynapses: [[Int]]
  let parameters: [String: [Float]]
  let inputs: [Float]
  let elapsed: [Float]
  let expectedOutputs: [Double]
  /// Of the mean of the squared outputs.
  let expectedGradient: [String: [Double]]

  var testDescription: String { name }

  static func all() throws -> [LTCFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/ncps_ltc.json"))
    return try JSONDecoder().decode([LTCFixture].self, from: data)
  }

  func model() throws -> Model {
    let width = inputs.count / elapsed.count
    let wiring = try Wiring(
      kind: "fixture", inputs: width, outputs: outputs,
      layers: (0..<neurons).map { $0 < outputs ? .motor : .inter },
      synapses: synapses.map { .init(source: $0[0], target: $0[1], polarity: $0[2]) },
      sensorySynapses: sensorySynapses.map { .init(source: $0[0], target: $0[1], polarity: $0[2]) })
    var model = Model(cell: LTC(wiring: wiring, options: .init(constraints: constraints)), seed: 0)
    for entry in model.cell.layout.entries {
      model[parameter: entry.name] = ArraySlice(try #require(parameters[entry.name]))
    }
    return model
  }

  /// The sequence with targets 0.
  func batch() -> SequenceBatch {
    let steps = elapsed.count
    return SequenceBatch(
      count: 1, steps: steps, inputWidth: inputs.count / steps, targetWidth: outputs, lengths: [steps],
      inputs: inputs, elapsed: elapsed, targets: Array(repeating: 0, count: steps * outputs),
      targetWeights: Array(repeating: 1, count: steps * outputs))
  }
}

@Suite("An LTC with the parameters of one of the ncps package")
struct LTCFixtureTests {
  @Test("computes the same outputs to 1e-5")
  func outputs() throws {
    for fixture in try LTCFixture.all() {
      let model = try fixture.model()
      let outputs = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
        .outputs(parameters: model.parameters, batch: fixture.batch())
      #expect(outputs.count == fixture.expectedOutputs.count, "\(fixture.name)")
      for (output, expected) in zip(outputs, fixture.expectedOutputs) {
        #expect(abs(Double(output) - expected) < 1e-5, "\(fixture.name)")
      }
    }
  }

  @Test("has the same gradient to 1e-3, tensor by tensor")
  func gradients() throws {
    for fixture in try LTCFixture.all() {
      let model = try fixture.model()
      let engine = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      _ = engine.lossAndGradient(parameters: model.parameters, batch: fixture.batch())
      for entry in model.cell.layout.entries {
        let expected = try #require(fixture.expectedGradient[entry.name])
        let error = relativeError(engine.gradient[entry.range].map(Double.init), expected)
        #expect(error < 1e-3, "\(fixture.name), \(entry.name)")
      }
    }
  }
}
