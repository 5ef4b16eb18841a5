import Foundation
import Liquid
import TestSupport
import Testing

/// A CfC of the Python package `ncps`, made by Tests/Fixtures/make_ncps_fixtures.py.
private struct CfCFixture: Decodable {
  let mode: CfC.Mode
  let backboneLayers: Int
  let backboneUnits: Int
  let activation: CfC.Activation
  let neurons: Int
  let parameters: [String: [Float]]
  let inputs: [Float]
  let elapsed: [Float]
  /// All states: the package's CfC has no output map.
  let expectedOutputs: [Double]
  /// Of the mean of the squared outputs.
  let expectedGradient: [String: [Double]]

  var name: String { "\(mode), \(backboneLayers) layers, \(activation)" }

  static func all() throws -> [CfCFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/ncps_cfc.json"))
    return try JSONDecoder().decode([CfCFixture].self, from: data)
  }

  func model() throws -> Model {
    let wiring = try Wiring.fullyConnected(
      inputs: inputs.count / elapsed.count, neurons: neurons, outputs: neurons, seed: 0)
    let options = CfC.Options(
      mode: mode, backboneLayers: backboneLayers, backboneUnits: backboneUnits, activation: activation,
      inputMap: .none, outputMap: .none)
    var model = Model(cell: CfC(wiring: wiring, options: options), seed: 0)
    for entry in model.cell.layout.entries {
      model[parameter: entry.name] = ArraySlice(try #require(parameters[entry.name]))
    }
    return model
  }

  /// The sequence with targets 0.
  func batch() -> SequenceBatch {
    let steps = elapsed.count
    return SequenceBatch(
      count: 1, steps: steps, inputWidth: inputs.count / steps, targetWidth: neurons, lengths: [steps],
      inputs: inputs, elapsed: elapsed, targets: Array(repeating: 0, count: steps * neurons),
      targetWeights: Array(repeating: 1, count: steps * neurons))
  }
}

@Suite("A CfC with the parameters of one of the ncps package")
struct CfCFixtureTests {
  @Test("computes the same outputs to 1e-5, and has the same gradient to 1e-4, tensor by tensor")
  func agreement() throws {
    let fixtures = try CfCFixture.all()
    #expect(Set(fixtures.map(\.mode)).count == 3 && Set(fixtures.map(\.activation)).count == 5)
    for fixture in fixtures {
      let model = try fixture.model()
      let engine = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      let outputs = engine.outputs(parameters: model.parameters, batch: fixture.batch())
      #expect(outputs.count == fixture.expectedOutputs.count, "\(fixture.name)")
      for (output, expected) in zip(outputs, fixture.expectedOutputs) {
        #expect(abs(Double(output) - expected) < 1e-5, "\(fixture.name)")
      }
      _ = engine.lossAndGradient(parameters: model.parameters, batch: fixture.batch())
      for entry in model.cell.layout.entries {
        let expected = try #require(fixture.expectedGradient[entry.name])
        let largest = expected.reduce(0) { max($0, abs($1)) }
        for (value, exact) in zip(engine.gradient[entry.range], expected) {
          #expect(abs(Double(value) - exact) < 1e-4 * largest, "\(fixture.name), \(entry.name)")
        }
      }
    }
  }
}
