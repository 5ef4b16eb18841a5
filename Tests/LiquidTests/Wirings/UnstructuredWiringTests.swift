import Liquid
import Testing

@Suite struct UnstructuredWiringTests {
  @Test
  func aFullWiringHasEveryPairSelfSynapsesIncluded() throws {
    let wiring = try Wiring.fullyConnected(inputs: 3, units: 7, outputs: 2, seed: 1)
    #expect(wiring.synapses.map { [$0.target, $0.source] } == (0..<49).map { [$0 / 7, $0 % 7] })
    #expect(wiring.sensorySynapses.map { [$0.target, $0.source] } == (0..<21).map { [$0 / 3, $0 % 3] })
    #expect(wiring.layers == [.motor, .motor, .inter, .inter, .inter, .inter, .inter])
    #expect(wiring.kind == "full")
  }

  @Test(arguments: [(0.0, 49, 21), (0.5, 24, 10), (0.9, 5, 2), (0.999, 0, 0)])
  func aRandomWiringHasTheShareOfPairsThatItsSparsityLeavesRounded(
    sparsity: Double, synapses: Int, sensory: Int
  ) throws {
    // 24.5 and 10.5 round to the even neighbour.
    for seed in UInt64(0)..<20 {
      let wiring = try Wiring.random(inputs: 3, units: 7, outputs: 2, sparsity: sparsity, seed: seed)
      #expect(wiring.synapses.count == synapses, "seed \(seed)")
      #expect(wiring.sensorySynapses.count == sensory, "seed \(seed)")
      #expect(wiring.kind == "random", "seed \(seed)")
    }
  }

  @Test
  func everyPairOfARandomWiringIsAsLikelyAsEveryOther() throws {
    var counts = [Int](repeating: 0, count: 16)
    for seed in UInt64(0)..<2000 {
      let wiring = try Wiring.random(inputs: 1, units: 4, outputs: 1, sparsity: 0.75, seed: seed)
      for synapse in wiring.synapses { counts[synapse.source * 4 + synapse.target] += 1 }
    }
    // 500 expected each, standard deviation 19.
    #expect(counts.allSatisfy { abs($0 - 500) < 100 }, "\(counts)")
  }

  @Test
  func plus1IsDrawnTwiceAsOftenAs1() throws {
    let full = try Wiring.fullyConnected(inputs: 20, units: 100, outputs: 4, seed: 5)
    let random = try Wiring.random(inputs: 20, units: 150, outputs: 4, sparsity: 0.5, seed: 5)
    #expect(abs(full.excitingShare - 2.0 / 3) < 0.02)
    #expect(abs(random.excitingShare - 2.0 / 3) < 0.02)
  }

  @Test
  func sizesWithoutANetworkAndImpossibleSparsitiesAreErrors() {
    for (inputs, neurons, outputs) in [(0, 4, 1), (2, 0, 1), (2, 4, 0), (2, 4, 5), (-1, 4, 1), (2, -4, 1)] {
      let error = WiringError.badSizes(inputs: inputs, neurons: neurons, outputs: outputs)
      #expect(throws: error) {
        try Wiring.fullyConnected(inputs: inputs, units: neurons, outputs: outputs, seed: 1)
      }
      #expect(throws: error) {
        try Wiring.random(inputs: inputs, units: neurons, outputs: outputs, sparsity: 0.5, seed: 1)
      }
    }
    for sparsity in [-0.01, 1.0, 2.0] {
      #expect(throws: WiringError.badSparsity(sparsity)) {
        try Wiring.random(inputs: 2, units: 4, outputs: 1, sparsity: sparsity, seed: 1)
      }
    }
  }

  @Test
  func theSameSeedGivesTheSameWiringAnotherSeedAnother() throws {
    func all(_ seed: UInt64) throws -> [Wiring] {
      [
        try .fullyConnected(inputs: 3, units: 12, outputs: 2, seed: seed),
        try .random(inputs: 3, units: 12, outputs: 2, sparsity: 0.5, seed: seed),
        try .autoNCP(inputs: 3, units: 12, outputs: 2, seed: seed),
      ]
    }
    for seed in UInt64(0)..<50 {
      #expect(try all(seed) == all(seed), "seed \(seed)")
      #expect(zip(try all(seed), try all(seed + 1)).allSatisfy { $0 != $1 }, "seed \(seed)")
    }
  }
}
