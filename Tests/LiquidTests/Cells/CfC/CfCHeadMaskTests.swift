import Liquid
import Testing

@Suite struct CfCHeadMaskTests {
  @Test
  func areRefusedWhereAFewBytesOfAFileAskForMorePairsThanMemoryHolds() throws {
    let wiring = try Wiring(
      kind: "hostile", inputs: 1_000_000, outputs: 1, layers: Array(repeating: .motor, count: 300),
      synapses: [],
      sensorySynapses: [])
    #expect(throws: ArchitectureError.self) { try CfC.validate(wiring, options: .init(heads: .ncps)) }
    try CfC.validate(wiring, options: .init(heads: .strict))
    let usual = try Wiring.autoNCP(inputs: 8, units: 302, outputs: 20, seed: 1)
    try CfC.validate(usual, options: .init(heads: .ncps))
  }
}
