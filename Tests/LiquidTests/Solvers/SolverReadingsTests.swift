import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct SolverReadingsTests {
  private let elapsed: [Float] = [1, 0.5, 0, 2]

  @Test(arguments: Solver.allCases)
  func ofAnLTCHasTheTimeConstantsAndCurrentsThatItsStatesSayForEverySolver(_ solver: Solver) throws {
    try withSeeds(3) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 8, outputs: 2, density: 0.5)
      let cell = try LTC(wiring: wiring, options: .init(unfolds: 20, solver: solver))
      let model = try Model(cell: cell, parameters: generator.parameters(for: cell))
      let inputs = generator.sequence(steps: 4, width: 3)
      let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
      let reference = ReferenceLTC(cell: cell, parameters: model.parameters.map(Double.init))
      let weight = model[parameter: "input_w"].map(Double.init)
      let bias = model[parameter: "input_b"].map(Double.init)
      let mapped = (0..<3).map { Double(inputs[9 + $0]) * weight[$0] + bias[$0] }
      let state = trace.state(at: 3).map(Double.init)
      let taus = reference.timeConstants(state, mapped: mapped)
      for (neuron, tau) in taus.enumerated() {
        #expect(abs(Double(trace.timeConstants[24 + neuron]) - tau) < 1e-4 * tau, "seed \(seed)")
      }
      let (weights, currents) = reference.synapses(state, mapped: mapped)
      #expect(relativeError(trace.synapseWeights.map(Double.init), weights) < 1e-4, "seed \(seed)")
      #expect(relativeError(trace.synapseCurrents.map(Double.init), currents) < 1e-3, "seed \(seed)")
    }
  }

  @Test(arguments: Solver.allCases)
  func ofACTRNNHasItsTimeConstantsTheSlopesOfItsActivityAndWhatTheyCarry(_ solver: Solver) throws {
    var generator = SeededGenerator(seed: 3)
    let wiring = try generator.wiring(inputs: 2, neurons: 4, outputs: 1, density: 2)
    let cell = try CTRNN(wiring: wiring, options: .init(solver: solver))
    let model = try Model(cell: cell, parameters: generator.parameters(for: cell))
    let inputs = generator.sequence(steps: 4, width: 2)
    let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
    for (neuron, tau) in model[parameter: "tau"].enumerated() {
      for step in 0..<4 { #expect(abs(trace.timeConstants[step * 4 + neuron] - tau) < 1e-6 * tau) }
    }
    let (w, u) = (Array(model[parameter: "w"]), Array(model[parameter: "u"]))
    let states = trace.states[12..<16].map(Double.init)
    let slopes = model[parameter: "b"].enumerated().map { neuron, bias in
      let recurrent = (0..<4).reduce(Double(bias)) { $0 + Double(w[neuron * 4 + $1]) * states[$1] }
      let sum = (0..<2).reduce(recurrent) { $0 + Double(u[neuron * 2 + $1]) * Double(inputs[6 + $1]) }
      return 1 - tanh(sum) * tanh(sum)
    }
    let weights =
      wiring.synapses.map { Double(w[$0.target * 4 + $0.source]) * slopes[$0.target] }
      + wiring.sensorySynapses.map { Double(u[$0.target * 2 + $0.source]) * slopes[$0.target] }
    let sources =
      wiring.synapses.map { trace.states[12 + $0.source] }
      + wiring.sensorySynapses.map { inputs[6 + $0.source] }
    let currents = zip(weights, sources).map { $0 * Double($1) }
    #expect(relativeError(trace.synapseWeights.map(Double.init), weights) < 1e-3)
    #expect(relativeError(trace.synapseCurrents.map(Double.init), currents) < 1e-3)
  }

  @Test
  func ofANeuralODEHasNoFiniteTimeConstant() throws {
    var generator = SeededGenerator(seed: 4)
    let wiring = try generator.wiring(inputs: 2, neurons: 4, outputs: 1, density: 2)
    let model = Model(cell: try NeuralODE(wiring: wiring), seed: 1)
    let inputs = generator.sequence(steps: 4, width: 2)
    let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
    let infinite = trace.timeConstants.allSatisfy { $0 == .infinity }
    #expect(infinite)
  }
}
