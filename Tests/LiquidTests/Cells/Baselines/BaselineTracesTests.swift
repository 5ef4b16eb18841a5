import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct BaselineTracesTests {
  private let elapsed: [Float] = [1, 0.5, 2, 1, 0, 1, 3, 0.7]

  @Test(arguments: NetworkVariant.all.gated)
  func hasStatesAndTimeConstantsAsTheEquationsSay(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let (trace, run) = try traced(variant, &generator)
      for step in 0..<8 {
        for neuron in 0..<7 {
          let state = run.states[step + 1][neuron].value
          #expect(abs(Double(trace.states[step * 7 + neuron]) - state) < 1e-5, "seed \(seed), step \(step)")
          let tau = run.timeConstants[step][neuron]
          let found = Double(trace.timeConstants[step * 7 + neuron])
          // Of a gate that is nearly 1, its rounding is all that is seen.
          let tolerance = 1e-4 * tau * max(1, tau)
          #expect(abs(found - tau) <= tolerance, "seed \(seed), step \(step), neuron \(neuron)")
        }
      }
      let isScale = variant.cell == CTGRU.self
      let still = trace.timeConstants[4 * 7..<5 * 7]
      #expect(still.allSatisfy { isScale ? $0 >= 1 && $0 <= 3163 : $0 == 0 }, "seed \(seed)")
    }
  }

  @Test(arguments: NetworkVariant.all.gated)
  func hasSynapticStrengthsThatAreDerivativesOverTheLastStep(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let (trace, run) = try traced(variant, &generator)
      for target in 0..<7 {
        let state = run.states[8][target]
        var gains = run.derivative(of: state, by: Array(run.states[7][..<7]))
        // What is retrieved of a neuron is another way in which others see it.
        if !run.retrieved[7].isEmpty {
          gains = zip(gains, run.derivative(of: state, by: run.retrieved[7])).map { $0 + $1 }
        }
        // What the update gate keeps of a neuron's own state passes no synapse.
        if variant.cell == GRU.self { gains[target] -= kept(run, target) }
        let sensory = run.derivative(of: state, by: run.mapped[7])
        for source in 0..<7 {
          let weight = Double(trace.synapseWeights[target * 7 + source])
          #expect(abs(weight - gains[source]) < 1e-4, "seed \(seed), \(source) -> \(target)")
          let current = Double(trace.synapseCurrents[target * 7 + source])
          let expected = gains[source] * run.states[7][source].value
          #expect(abs(current - expected) < 1e-4, "seed \(seed), \(source) -> \(target)")
        }
        for source in 0..<3 {
          let weight = Double(trace.synapseWeights[49 + target * 3 + source])
          #expect(abs(weight - sensory[source]) < 1e-4, "seed \(seed), input \(source) -> \(target)")
        }
      }
    }
  }

  /// z of a GRU's neuron in the last step, from its time constant.
  private func kept(_ run: TapeNetwork.Run, _ neuron: Int) -> Double {
    exp(-Double(elapsed[7]) / run.timeConstants[7][neuron])
  }

  private func traced(
    _ variant: NetworkVariant, _ generator: inout SeededGenerator
  ) throws -> (NetworkTrace, TapeNetwork.Run) {
    let model = try variant.model(&generator)
    let inputs = generator.sequence(steps: 8, width: 3)
    let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
    let reference = variant.reference(model.network, model.parameters.map(Double.init))
    let run = try #require(reference as? TapeNetwork).run(
      inputs: (0..<8).map { step in inputs[step * 3..<step * 3 + 3].map(Double.init) },
      elapsed: elapsed.map(Double.init))
    return (trace, run)
  }
}

@Suite struct BaselineInterventionTests {
  private let elapsed: [Float] = [1, 0.5, 200, 1, 0, 1, 3, 1]

  @Test(arguments: NetworkVariant.all.gated)
  func thatSilencesANeuronIsAsIfNoWeightJoinedItToOthers(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let neuron = generator.integer(below: 7)
      let inputs = generator.sequence(steps: 8, width: 3)
      let silenced = model.traces(
        inputs: [inputs], elapsed: elapsed, interventions: [.silence(neuron)])[0]
      var cut = model
      for entry in model.cell.layout.entries where entry.shape.count == 2 {
        // The columns of the states are a matrix's last 7.
        let columns = entry.shape[1]
        guard columns >= 7 else { continue }
        for row in 0..<entry.shape[0] {
          cut.parameters[entry.range.lowerBound + row * columns + columns - 7 + neuron] = 0
        }
      }
      let expected = cut.traces(inputs: [inputs], elapsed: elapsed)[0]
      #expect(silenced.outputs == expected.outputs, "seed \(seed)")
      for index in silenced.states.indices where index % 7 != neuron {
        #expect(silenced.states[index] == expected.states[index], "seed \(seed), \(index)")
      }
    }
  }

  @Test(arguments: NetworkVariant.all.gated)
  func thatClampsASourceMovesItsTargetsAsTheStrengthsSay(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let inputs = generator.sequence(steps: 1, width: 3)
      func trace(_ value: Float) -> NetworkTrace {
        model.traces(
          inputs: [inputs], elapsed: [0.8], interventions: [.clamp(2, at: value)])[0]
      }
      let (low, middle, high) = (trace(0.28), trace(0.3), trace(0.32))
      for target in 0..<7 where target != 2 {
        let slope = (high.states[target] - low.states[target]) / 0.04
        #expect(abs(middle.synapseWeights[target * 7 + 2] - slope) < 1e-3, "seed \(seed), target \(target)")
      }
    }
  }
}

extension [NetworkVariant] {
  /// The baselines whose neurons see the others through gates.
  var gated: [NetworkVariant] { bare(LSTM.self, GRU.self, CTGRU.self) }
}
