import Foundation
import Liquid
import Testing

@Suite struct WiringCodingTests {
  private func decode(_ json: String) throws -> Wiring {
    try JSONDecoder().decode(Wiring.self, from: Data(json.utf8))
  }

  @Test
  func readingWhatWasWrittenGivesTheSameWiring() throws {
    for seed in UInt64(0)..<20 {
      for wiring in [
        try Wiring.fullyConnected(inputs: 3, units: 9, outputs: 2, seed: seed),
        try Wiring.random(inputs: 3, units: 9, outputs: 2, sparsity: 0.8, seed: seed),
        try Wiring.autoNCP(inputs: 3, units: 9, outputs: 2, seed: seed),
      ] {
        let data = try JSONEncoder().encode(wiring)
        #expect(try JSONDecoder().decode(Wiring.self, from: data) == wiring, "seed \(seed)")
      }
    }
  }

  @Test
  func aSynapseOfALargeWiringTakesLessThanSixBytes() throws {
    let wiring = try Wiring.autoNCP(inputs: 8, units: 302, outputs: 20, seed: 1)
    let bytes = try JSONEncoder().encode(wiring).count
    #expect(bytes < 6 * (wiring.synapses.count + wiring.sensorySynapses.count), "\(bytes) bytes")
  }

  @Test
  func theWrittenFormListsSourcesByTargetWithThePolarityAsSign() throws {
    let wiring = try decode(
      """
      {"kind": "by hand", "inputs": 2, "outputs": 1, "sources": [[-1, 2], []],
       "layers": [{"layer": "motor", "count": 1}, {"layer": "inter", "count": 1}], "sensory_sources": [[], [2]]}
      """)
    #expect(
      wiring.synapses == [
        .init(source: 0, target: 0, polarity: -1), .init(source: 1, target: 0, polarity: 1),
      ])
    #expect(wiring.sensorySynapses == [.init(source: 1, target: 1, polarity: 1)])
    #expect(wiring.layers == [.motor, .inter])
  }

  @Test(arguments: [
    ("[[3]]", "[[]]", 1), ("[[0]]", "[[]]", 1), ("[[-9223372036854775808]]", "[[]]", 1),
    ("[[1, 1]]", "[[]]", 1),
    ("[[1]]", "[[9]]", 1), ("[[1]]", "[]", 1), ("[[1]]", "[[1]]", 2), ("[[1]]", "[[1]]", 0),
    ("[[1]]", "[[1]]", 4_000_000_000_000), ("[]", "[]", 0),
  ])
  func aFormThatIsNoWiringIsRefused(sources: String, sensory: String, count: Int) {
    #expect(throws: DecodingError.self) {
      try decode(
        """
        {"kind": "x", "inputs": 2, "outputs": 1, "sources": \(sources), "sensory_sources": \(sensory),
         "layers": [{"layer": "motor", "count": \(count)}]}
        """)
    }
  }
}
