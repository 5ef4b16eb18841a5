import Liquid
import TestSupport
import Testing

@Suite struct CfCTracesTests {
  private let elapsed: [Float] = [1, 0.5, 2, 1, 0, 1, 3, 1]

  @Test(arguments: NetworkVariant.all.bare(CfC.self))
  func hasTimeConstantsAndSynapticStrengthsAsTheEquationsSay(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let model = try variant.model(&generator, neurons: 8)
      guard
        let reference = variant.reference(model.network, model.parameters.map(Double.init)) as? ReferenceCfC
      else { return }
      let wiring = model.cell.wiring
      let inputs = generator.sequence(steps: 8, width: 3)
      let trace = try #require(
        model.traces(inputs: [inputs], elapsed: elapsed).first)
      let run = reference.run(
        inputs: (0..<8).map { step in inputs[step * 3..<step * 3 + 3].map(Double.init) },
        elapsed: elapsed.map(Double.init))
      for (index, tau) in run.timeConstants.flatMap({ $0 }).enumerated() {
        // Where the head that it divides by is nearly 0, its rounding is all that is seen.
        let tolerance = 1e-5 * tau * max(1, tau)
        #expect(abs(Double(trace.timeConstants[index]) - tau) < 10 * tolerance, "seed \(seed), \(index)")
      }
      let synapses = wiring.synapses + wiring.sensorySynapses
      #expect(trace.synapseWeights.count == synapses.count && trace.synapseCurrents.count == synapses.count)
      let gains = synapses.indices.map { index in
        directGain(synapses[index], isSensory: index >= wiring.synapses.count, wiring: wiring, run: run)
      }
      for (index, gain) in gains.enumerated() {
        guard let gain else { continue }
        #expect(abs(Double(trace.synapseWeights[index]) - gain) < 1e-4, "seed \(seed), \(synapses[index])")
      }
    }
  }

  /// The derivative of a synapse's target over the last step; nil where the two may be joined by other ways
  /// as well: in a wired network, all layers but the first to step see what has changed within the step, and
  /// so do all states before it but those of the last layer.
  private func directGain(
    _ synapse: Wiring.Synapse, isSensory: Bool, wiring: Wiring, run: ReferenceCfC.Run
  ) -> Double? {
    if run.isWired {
      guard wiring.layers[synapse.target] == .inter else { return nil }
      guard isSensory || wiring.layers[synapse.source] == .motor else { return nil }
    }
    let sources = isSensory ? run.mapped[7] : run.states[7]
    return run.derivative(of: run.states[8][synapse.target], by: [sources[synapse.source]])[0]
  }

  @Test
  func ofAWiredNetworkHasStrengthsThatAreTheEffectOfClampingASource() throws {
    let wiring = try Wiring(
      kind: "chain", inputs: 1, outputs: 1, layers: [.motor, .inter],
      synapses: [.init(source: 1, target: 0, polarity: 1)],
      sensorySynapses: [.init(source: 0, target: 1, polarity: 1)])
    for mode in CfC.Mode.allCases {
      let model = Model(cell: try CfC(wiring: wiring, options: .init(mode: mode)), seed: 5)
      func trace(_ value: Float) -> NetworkTrace {
        model.traces(
          inputs: [[0.4]], elapsed: [0.8], interventions: [.clamp(1, at: value)])[0]
      }
      let slope = (trace(0.31).states[0] - trace(0.29).states[0]) / 0.02
      #expect(abs(trace(0.3).synapseWeights[0] - slope) < 1e-3, "\(mode)")
      #expect(abs(trace(0.3).synapseCurrents[0] - 0.3 * slope) < 1e-3, "\(mode)")
      #expect(trace(0.3).synapseWeights[1] == 0, "\(mode): a held neuron has no incoming synapse")
    }
  }
}

@Suite struct CfCInterventionTests {
  private let elapsed: [Float] = [1, 0.5, 200, 1, 0, 1, 3, 1]

  @Test
  func thatSilencesAWiredNeuronLeavesTheOthersAsIfItsSynapsesCarriedNothing() throws {
    try withSeeds(5) { seed, generator in
      let model = try generator.cfcModel(options: .init(), density: 0.5)
      let wiring = model.cell.wiring
      let neuron = generator.integer(below: 8)
      let inputs = generator.sequence(steps: 8, width: 3)
      let silenced = model.traces(
        inputs: [inputs], elapsed: elapsed, interventions: [.silence(neuron)])[0]
      var cut = model
      for head in ["ff1", "ff2", "time_a", "time_b"] {
        for (place, synapse) in wiring.synapses.enumerated() where synapse.source == neuron {
          cut.parameters[model.cell.layout[head + "_w"].lowerBound + place] = 0
        }
      }
      let expected = cut.traces(inputs: [inputs], elapsed: elapsed)[0]
      for step in 0..<8 {
        for other in 0..<8 {
          let exact = other == neuron ? 0 : expected.states[step * 8 + other]
          #expect(silenced.states[step * 8 + other] == exact, "seed \(seed), step \(step), neuron \(other)")
        }
      }
      for (index, synapse) in wiring.synapses.enumerated()
      where synapse.source == neuron || synapse.target == neuron {
        #expect(silenced.synapseWeights[index] == 0 && silenced.synapseCurrents[index] == 0, "seed \(seed)")
      }
    }
  }
}
