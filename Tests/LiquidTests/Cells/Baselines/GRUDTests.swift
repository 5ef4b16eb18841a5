import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct GRUDTests {
  /// States as the paper's equations give them in NumPy, made by Tests/Fixtures/make_grud_fixture.py.
  private struct Fixture: Decodable {
    var variables: Int
    var units: Int
    var outputCount: Int
    /// `[steps][2 variables]`, each value with its mask.
    var inputs: [[Float]]
    var elapsed: [Float]
    var states: [[Double]]
    var last: [[Double]]
    var outputs: [[Double]]
    var parameters: [String: [Float]]

    func model() throws -> Model {
      let wiring = try Wiring.fullyConnected(
        inputs: 2 * variables, units: units, outputs: outputCount, seed: 1)
      let masked = (0..<variables).map { GRUD.MaskedChannel(value: 2 * $0, mask: 2 * $0 + 1) }
      let cell = try GRUD(wiring: wiring, options: .init(masked: masked))
      var model = Model(cell: cell, seed: 1)
      for entry in cell.layout.entries {
        model.parameters.replaceSubrange(entry.range, with: try #require(parameters[entry.name]))
      }
      return model
    }
  }

  private let fixture: Fixture

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Fixtures/grud.json")
    fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
  }

  @Test func statesAndOutputsAreThoseOfThePaper() throws {
    let trace = try fixture.model().traces(
      inputs: [Array(fixture.inputs.joined())], elapsed: fixture.elapsed)[0]
    for (found, expected) in zip(trace.states, fixture.states.joined()) {
      #expect(abs(Double(found) - expected) < 2e-6)
    }
    for (found, expected) in zip(trace.outputs, fixture.outputs.joined()) {
      #expect(abs(Double(found) - expected) < 4e-6)
    }
    #expect(trace.states.count == fixture.states.count * fixture.units)
  }

  @Test func aStreamKeepsWhatWasObservedAndWhen() throws {
    let stream = NetworkStream(model: try fixture.model())
    var waited = [Float](repeating: 0, count: fixture.variables)
    for (step, input) in fixture.inputs.enumerated() {
      try stream.step(input, elapsed: fixture.elapsed[step])
      let states = stream.states
      #expect(states.count == fixture.units + 2 * fixture.variables)
      for variable in 0..<fixture.variables {
        waited[variable] = input[2 * variable + 1] == 1 ? 0 : waited[variable] + fixture.elapsed[step]
        #expect(abs(states[fixture.units + variable] - waited[variable]) < 1e-5, "step \(step)")
        let last = Double(states[fixture.units + fixture.variables + variable])
        #expect(abs(last - fixture.last[step][variable]) < 1e-6, "step \(step)")
      }
    }
  }

  @Test func whatIsMissingDecaysTowardsTheMean() throws {
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 3, outputs: 1, seed: 1)
    let cell = try GRUD(wiring: wiring, options: .init(masked: [.init(value: 0, mask: 1)]))
    var model = Model(cell: cell, seed: 4)
    for index in cell.layout["state_decay_w"] { model.parameters[index] = 0 }
    for index in cell.layout["input_decay_w"] { model.parameters[index] = 0.5 }
    // The columns of the mask: what is filled in acts as if it had been seen.
    let weights = cell.layout["weight_ih"]
    for row in 0..<9 { model.parameters[weights.lowerBound + 2 * row + 1] = 0 }
    func outputs(_ second: Float, mask: Float) -> [Float] {
      model.traces(inputs: [[2, 1, second, mask]], elapsed: [1, 3])[0].outputs
    }
    let expected = outputs(2 * Float(exp(-1.5)), mask: 1)
    for (found, expected) in zip(outputs(17, mask: 0), expected) { #expect(abs(found - expected) < 1e-6) }
  }

  @Test(arguments: NetworkVariant.all.filter { $0.cell == GRUD.self })
  func tracesAreAsTheEquationsSay(_ variant: NetworkVariant) throws {
    let elapsed: [Float] = [1, 0.5, 2, 1, 0, 1, 3, 0.7]
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let inputs = generator.sequence(steps: 8, width: 3)
      let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
      let reference = variant.reference(model.network, model.parameters.map(Double.init))
      let run = try #require(reference as? TapeNetwork).run(
        inputs: (0..<8).map { step in inputs[step * 3..<step * 3 + 3].map(Double.init) },
        elapsed: elapsed.map(Double.init))
      for step in 0..<8 {
        for neuron in 0..<7 {
          let state = run.states[step + 1][neuron].value
          #expect(abs(Double(trace.states[step * 7 + neuron]) - state) < 1e-5, "seed \(seed), step \(step)")
          let tau = run.timeConstants[step][neuron]
          let found = Double(trace.timeConstants[step * 7 + neuron])
          #expect(abs(found - tau) <= 1e-4 * tau * max(1, tau), "seed \(seed), step \(step)")
        }
      }
      for target in 0..<7 {
        let state = run.states[8][target]
        var gains = run.derivative(of: state, by: Array(run.states[7][..<7]))
        gains[target] -= exp(-Double(elapsed[7]) / run.timeConstants[7][target])
        for source in 0..<7 {
          let weight = Double(trace.synapseWeights[target * 7 + source])
          #expect(abs(weight - gains[source]) < 1e-4, "seed \(seed), \(source) -> \(target)")
          let current = Double(trace.synapseCurrents[target * 7 + source])
          #expect(abs(current - gains[source] * run.states[7][source].value) < 1e-4, "seed \(seed)")
        }
        // Of channels without a mask, the gates see what comes.
        let weight = Double(trace.synapseWeights[49 + target * 3 + 1])
        #expect(abs(weight - run.derivative(of: state, by: run.mapped[7])[1]) < 1e-4, "seed \(seed)")
      }
    }
  }

  @Test func channelsThatDoNotExistOrOccurTwiceAreRefused() throws {
    let wiring = try Wiring.fullyConnected(inputs: 3, units: 4, outputs: 1, seed: 1)
    for masked in [[(0, 3)], [(-1, 0)], [(1, 1)], [(0, 1), (1, 2)]] {
      let options = GRUD.Options(masked: masked.map { .init(value: $0.0, mask: $0.1) })
      #expect(throws: ArchitectureError.self) { try GRUD(wiring: wiring, options: options) }
    }
  }

  @Test func aModelFileKeepsWhichChannelsAreMasks() throws {
    let model = try fixture.model()
    let read = try ModelFile.read(ModelFile.bytes(of: model, metadata: [:])).model
    #expect((read.cell as? GRUD)?.options == (model.cell as? GRUD)?.options)
    #expect(read.parameters == model.parameters)
  }
}
