import Foundation
import Liquid
import TestSupport
import Testing

/// What the papers' public code computes, made by Tests/Fixtures/make_lrc_fixtures.py.
private struct LRCFixture: Decodable {
  let cell: String
  let isSymmetric: Bool
  let isFused: Bool
  let unfolds: Int
  let neurons: Int
  let parameters: [String: [Float]]
  let inputs: [Float]
  let elapsed: [Float]
  /// After the last step.
  let expectedStates: [Double]
  /// Of the mean of the squared outputs; an LrcSSM's are its states.
  let expectedGradient: [String: [Double]]

  var name: String { "\(cell), symmetric: \(isSymmetric), fused: \(isFused), \(unfolds) sub-steps" }

  static func all() throws -> [LRCFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/lrc_cells.json"))
    return try JSONDecoder().decode([LRCFixture].self, from: data)
  }

  func model() throws -> Model {
    let width = inputs.count / elapsed.count
    let solver: Solver = isFused ? .fused : .euler
    let elastance: LRC.Elastance = isSymmetric ? .symmetric : .asymmetric
    let cell: any NetworkCell
    if self.cell == "lrc" {
      let wiring = try Wiring.fullyConnected(inputs: width, units: neurons, outputs: neurons, seed: 0)
      cell = try LRC(wiring: wiring, options: .init(unfolds: unfolds, solver: solver, elastance: elastance))
    } else {
      let wiring = try Wiring.diagonal(inputs: width, units: neurons, outputs: neurons, seed: 0)
      cell = try LRCSSM(
        wiring: wiring, options: .init(unfolds: unfolds, solver: solver, elastance: elastance))
    }
    var model = Model(cell: cell, seed: 0)
    for entry in cell.layout.entries {
      switch entry.name {
      // Theirs is the same for both sums.
      case "kleak": model[parameter: "kleak"] = ArraySlice(try #require(parameters["gleak"]))
      case "readout_w":
        model[parameter: "readout_w"] =
          (0..<neurons * neurons).map { $0 % (neurons + 1) == 0 ? 1 : 0 }[...]
      case "readout_b": model[parameter: "readout_b"] = ArraySlice(repeating: 0, count: neurons)
      default:
        model[parameter: entry.name] = ArraySlice(try #require(parameters[entry.name], "\(entry.name)"))
      }
    }
    return model
  }

  func batch() -> SequenceBatch {
    let steps = elapsed.count
    return SequenceBatch(
      unchecked: 1, steps: steps, inputWidth: inputs.count / steps, targetWidth: neurons, lengths: [steps],
      inputs: inputs, elapsed: elapsed, targets: Array(repeating: 0, count: steps * neurons),
      targetWeights: Array(repeating: 1, count: steps * neurons))
  }
}

@Suite struct LRCFixtureTests {
  @Test func theFixturesAreOfBothCellsElastancesAndSteps() throws {
    let fixtures = try LRCFixture.all()
    for cell in ["lrc", "lrc-ssm"] {
      #expect(Set(fixtures.filter { $0.cell == cell }.map(\.isSymmetric)).count == 2)
    }
    #expect(Set(fixtures.filter { $0.cell == "lrc" }.map(\.isFused)).count == 2)
  }

  @Test func statesAreThoseOfThePapersCodeTo1e5() throws {
    for fixture in try LRCFixture.all() {
      let trace = try #require(
        fixture.model().traces(inputs: [fixture.inputs], elapsed: fixture.elapsed).first)
      let states = trace.state(at: fixture.elapsed.count - 1)
      #expect(states.count == fixture.expectedStates.count, "\(fixture.name)")
      for (state, expected) in zip(states, fixture.expectedStates) {
        #expect((Double(state) - expected).magnitude < 1e-5, "\(fixture.name)")
      }
    }
  }

  @Test func gradientsAreThoseOfThePapersCodeTo1e4OfEachTensor() throws {
    for fixture in try LRCFixture.all() {
      let model = try fixture.model()
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: fixture.batch())
      let layout = model.cell.layout
      for (name, expected) in fixture.expectedGradient {
        var own = engine.gradient[layout[name]].map(Double.init)
        if name == "gleak" { own = zip(own, engine.gradient[layout["kleak"]]).map { $0 + Double($1) } }
        let largest = expected.reduce(0) { max($0, $1.magnitude) }
        #expect(own.count == expected.count && largest > 0, "\(fixture.name), \(name)")
        for (value, exact) in zip(own, expected) {
          #expect((value - exact).magnitude < 1e-4 * largest, "\(fixture.name), \(name)")
        }
      }
    }
  }
}
