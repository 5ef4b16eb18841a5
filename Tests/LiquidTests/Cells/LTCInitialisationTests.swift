import Liquid
import TestSupport
import Testing

@Suite struct LTCInitialisationTests {
  @Test
  func lieInTheRangesOfTheReferencePackage() throws {
    try withSeeds(5) { seed, generator in
      let wiring = try generator.wiring(inputs: 5, neurons: 20, outputs: 4, density: 0.7)
      let model = Model(cell: try LTC(wiring: wiring), seed: seed)
      let ranges: [(String, ClosedRange<Float>)] = [
        ("gleak", 0.001...1), ("vleak", -0.2...0.2), ("cm", 0.4...0.6), ("w", 0.001...1), ("mu", 0.3...0.8),
        ("sigma", 3...8), ("sensory_w", 0.001...1), ("sensory_mu", 0.3...0.8), ("sensory_sigma", 3...8),
        ("input_w", 1...1), ("input_b", 0...0), ("output_w", 1...1), ("output_b", 0...0),
      ]
      for (name, range) in ranges {
        #expect(model[parameter: name].allSatisfy(range.contains), "seed \(seed), \(name)")
      }
      #expect(Array(model[parameter: "erev"]) == wiring.synapses.map { Float($0.polarity) })
      #expect(Array(model[parameter: "sensory_erev"]) == wiring.sensorySynapses.map { Float($0.polarity) })
    }
  }

  @Test
  func areTheSameForTheSameSeedAndOthersForAnother() throws {
    var generator = SeededGenerator(seed: 1)
    let cell = try LTC(wiring: try generator.wiring(inputs: 2, neurons: 5, outputs: 1, density: 0.5))
    #expect(cell.initialParameters(seed: 4) == cell.initialParameters(seed: 4))
    #expect(cell.initialParameters(seed: 4) != cell.initialParameters(seed: 5))
  }

  @Test
  func existForTheSynapsesOfTheWiringAlone() throws {
    var generator = SeededGenerator(seed: 2)
    let wiring = try generator.wiring(inputs: 3, neurons: 10, outputs: 2, density: 0.3)
    let synapses = wiring.synapses.count + wiring.sensorySynapses.count
    #expect(
      Model(cell: try LTC(wiring: wiring), seed: 0).parameterCount == 3 * 10 + 4 * synapses + 2 * 3 + 2 * 2)
  }
}
