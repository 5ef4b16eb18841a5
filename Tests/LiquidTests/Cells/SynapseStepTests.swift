import Liquid
import TestSupport
import Testing

@Suite struct SynapseStepTests {
  @Test
  func areThoseOfAShorterSequenceThatEndsThereWhateverTheCell() throws {
    try withSeeds(4) { seed, generator in
      let wiring = try Wiring.autoNCP(inputs: 3, units: 12, outputs: 1, seed: seed)
      let dense = try Wiring.fullyConnected(inputs: 3, units: 5, outputs: 1, seed: seed)
      let models = [
        Model(cell: try LTC(wiring: wiring), seed: seed), Model(cell: try CfC(wiring: wiring), seed: seed),
        Model(cell: try CTRNN(wiring: dense), seed: seed), Model(cell: try LSTM(wiring: dense), seed: seed),
      ]
      let inputs = generator.sequence(steps: 9, width: 3)
      let elapsed: [Float] = [1, 0.5, 2, 1, 0.1, 1, 3, 1, 0.7]
      for model in models {
        for step in 0..<9 {
          let read = try #require(
            model.traces(inputs: [inputs], elapsed: elapsed, synapsesAt: step).first)
          let short = try #require(
            model.traces(
              inputs: [Array(inputs[..<((step + 1) * 3)])], elapsed: Array(elapsed[...step])
            ).first)
          #expect(read.synapseCurrents == short.synapseCurrents, "seed \(seed), step \(step)")
          #expect(read.synapseWeights == short.synapseWeights, "seed \(seed), step \(step)")
        }
        let last = model.traces(inputs: [inputs], elapsed: elapsed, synapsesAt: 8)
        #expect(last == model.traces(inputs: [inputs], elapsed: elapsed), "seed \(seed)")
      }
    }
  }
}
