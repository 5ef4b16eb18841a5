import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct OnlineNetworkTests {
  @Test(arguments: NetworkVariant.all)
  func runsAsAStreamDoes(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let stream = NetworkStream(model: model)
      let networks = OnlineMethod.allCases.map { OnlineNetwork(model: model, method: $0) }
      for row in generator.rows(steps: 12, inputs: 3) {
        stream.step(unchecked: row.inputs, elapsed: row.elapsed)
        for network in networks {
          network.step(unchecked: row.inputs, elapsed: row.elapsed)
          let pairs = zip(network.outputs + network.states, stream.outputs + stream.states)
          #expect(pairs.allSatisfy { abs($0 - $1) < 1e-5 }, "seed \(seed), \(network.method)")
        }
      }
    }
  }

  @Test(arguments: OnlineMethod.allCases)
  func aGradientOfEarlierStepsIsTheOneThatWasThereThen(_ method: OnlineMethod) throws {
    for variant in NetworkVariant.all where Thoroughness.includes(variant.name.count, oneOf: 5) {
      var generator = SeededGenerator(seed: 5)
      let model = try variant.model(&generator)
      let network = OnlineNetwork(model: model, method: method, history: 4)
      var (seen, outputs): ([[Float]], [[Float]]) = ([], [])
      for (step, row) in generator.rows(steps: 11, inputs: 3).enumerated() {
        network.step(unchecked: row.inputs, elapsed: row.elapsed)
        seen.append(network.gradient(ofOutput: 1))
        outputs.append(network.outputs)
        for stepsBack in 0...4 {
          let was = stepsBack <= step ? seen[step - stepsBack] : Array(repeating: 0, count: seen[0].count)
          #expect(network.gradient(ofOutput: 1, stepsBack: stepsBack) == was, "\(variant), step \(step)")
          guard stepsBack < network.keptSteps else { continue }
          var copy = network.outputs
          network.readOutputs(stepsBack: stepsBack, into: &copy)
          #expect(copy == outputs[step - stepsBack])
        }
      }
      let isThere = (seen.last ?? []).contains { $0 != 0 }
      let isCarried = method != .off && method != .replay
      #expect(isThere == isCarried, "\(variant)")
    }
  }

  @Test(arguments: OnlineMethod.allCases)
  func goesOnFromAKeptStateWithTheSameBits(_ method: OnlineMethod) throws {
    for variant in NetworkVariant.all where Thoroughness.includes(variant.name.count, oneOf: 3) {
      var generator = SeededGenerator(seed: 6)
      let model = try variant.model(&generator)
      let rows = generator.rows(steps: 10, inputs: 3)
      let networks = (0..<2).map { _ in OnlineNetwork(model: model, method: method, history: 2) }
      for row in rows[..<5] { networks[0].step(unchecked: row.inputs, elapsed: row.elapsed) }
      let kept = try JSONDecoder().decode(
        OnlineState.self, from: JSONEncoder().encode(networks[0].state))
      try networks[1].restore(kept)
      #expect(networks[1].outputs == networks[0].outputs)
      for row in rows[5...] {
        for network in networks { network.step(unchecked: row.inputs, elapsed: row.elapsed) }
        #expect(networks[1].state == networks[0].state, "\(variant)")
        for stepsBack in 0...2 {
          #expect(
            networks[1].gradient(ofOutput: 0, stepsBack: stepsBack)
              == networks[0].gradient(ofOutput: 0, stepsBack: stepsBack))
        }
      }
    }
  }

  @Test
  func refusesTheStateOfAnotherNetworkMethodOrHistory() throws {
    var generator = SeededGenerator(seed: 2)
    let model = try generator.model()
    let (network, other) = (
      OnlineNetwork(model: model, method: .rtrl), try generator.cfcModel(options: .init(), density: 1)
    )
    let before = network.state
    for foreign in [
      OnlineNetwork(model: other, method: .rtrl), OnlineNetwork(model: model, method: .snap1),
      OnlineNetwork(model: model, method: .rtrl, history: 1),
    ] {
      #expect(throws: NetworkError.self) { try network.restore(foreign.state) }
    }
    #expect(network.state == before)
  }

  @Test(arguments: NetworkVariant.all)
  func otherParametersLeaveStatesAndDerivativesAsTheyAre(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 7)
    let (model, other) = (try variant.model(&generator), try variant.model(&generator))
    guard model.parameterCount == other.parameterCount else { return }
    let network = OnlineNetwork(model: model, method: .rtrl)
    let rows = generator.rows(steps: 6, inputs: 3)
    for row in rows { network.step(unchecked: row.inputs, elapsed: row.elapsed) }
    let state = network.state
    network.load(parameters: other.parameters)
    #expect(network.state == state)
    network.load(parameters: model.parameters)
    let twin = OnlineNetwork(model: model, method: .rtrl)
    try twin.restore(state)
    for each in [network, twin] { each.step(unchecked: rows[0].inputs, elapsed: 1) }
    #expect(network.state == twin.state)
  }

  @Test(arguments: NetworkVariant.all)
  func aHeldNeuronStaysAndTheGradientIsThatOfTheNetworkWithIt(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let model = try variant.model(&generator)
      let interventions: [NetworkIntervention] = [.clamp(3, at: 0.4), .silence(5)]
      let network = OnlineNetwork(model: model, method: .rtrl)
      let stream = NetworkStream(model: model)
      let rows = generator.rows(steps: 5, inputs: 3)
      for row in rows[..<2] {
        network.step(unchecked: row.inputs, elapsed: row.elapsed)
        stream.step(unchecked: row.inputs, elapsed: row.elapsed)
      }
      try network.intervene(interventions)
      try stream.intervene(interventions)
      let start = network.states
      network.forget()
      for row in rows[2...] {
        network.step(unchecked: row.inputs, elapsed: row.elapsed)
        stream.step(unchecked: row.inputs, elapsed: row.elapsed)
        let pairs = zip(network.outputs + network.states, stream.outputs + stream.states)
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-5 }, "seed \(seed)")
        #expect(network.states[3] == 0.4 && network.states[5] == 0)
      }
      #expect(network.timeConstants[3] == .infinity)
      let gradient = network.gradient(ofOutput: 0)
      func output(_ parameters: [Float]) -> Double {
        let other = OnlineNetwork(
          model: Model(unchecked: model.network, parameters: parameters), method: .off)
        try? other.intervene(interventions)
        other.states = start
        for row in rows[2...] { other.step(unchecked: row.inputs, elapsed: row.elapsed) }
        return Double(other.outputs[0])
      }
      // In Float a difference shows what is grossly wrong only, such as a gradient of what is cut.
      let largest = gradient.map { abs($0) }.max() ?? 0
      for parameter in sampledCoordinates(of: model.cell.layout) {
        var (above, below) = (model.parameters, model.parameters)
        above[parameter] += 0.01
        below[parameter] -= 0.01
        let difference = Float((output(above) - output(below)) / Double(above[parameter] - below[parameter]))
        #expect(
          abs(difference - gradient[parameter]) < 0.02 * largest + 1e-3,
          "seed \(seed), parameter \(parameter): \(gradient[parameter]), not \(difference)")
      }
    }
  }

  @Test(arguments: NetworkVariant.all)
  func showsTimeConstantsAndSynapsesAsAStreamDoes(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 4)
    let model = try variant.model(&generator)
    let stream = NetworkStream(model: model)
    for method in [OnlineMethod.off, .rtrl] {
      let network = OnlineNetwork(model: model, method: method)
      #expect(network.timeConstants.allSatisfy { $0.isNaN })
      stream.reset()
      for row in generator.rows(steps: 3, inputs: 3) {
        network.step(unchecked: row.inputs, elapsed: row.elapsed)
        stream.step(unchecked: row.inputs, elapsed: row.elapsed)
      }
      let found = network.timeConstants + network.synapseCurrents + network.synapseWeights
      let expected = stream.timeConstants + stream.synapseCurrents + stream.synapseWeights
      for (found, expected) in zip(found, expected) where found != expected && !expected.isNaN {
        #expect(abs(found - expected) <= 1e-3 * max(1, abs(expected)))
      }
      // Other parameters act from the next step on.
      let (before, other) = (network.timeConstants, try variant.model(&generator))
      guard other.parameterCount == model.parameterCount else { continue }
      network.load(parameters: other.parameters)
      #expect(network.timeConstants == before)
      let states = network.states
      network.step(unchecked: [0.1, 0.2, 0.3], elapsed: 0.4)
      let changed = NetworkStream(model: Model(unchecked: model.network, parameters: other.parameters))
      changed.restore(uncheckedStates: states)
      changed.step(unchecked: [0.1, 0.2, 0.3], elapsed: 0.4)
      for (found, expected) in zip(network.timeConstants, changed.timeConstants) where found != expected {
        #expect(abs(found - expected) <= 1e-3 * max(1, abs(expected)))
      }
    }
  }
}

extension SeededGenerator {
  /// Random inputs with irregular times, some of them 0.
  mutating func rows(steps: Int, inputs: Int) -> [(inputs: [Float], elapsed: Float)] {
    (0..<steps).map { _ in
      (sequence(steps: 1, width: inputs), uniform() < 0.1 ? 0 : Float(uniform(0.05, 2)))
    }
  }
}
