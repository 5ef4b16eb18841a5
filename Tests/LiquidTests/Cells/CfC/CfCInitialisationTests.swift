import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct CfCInitialisationTests {
  @Test
  func startXavierUniformWithBiases0A1AndWTau0() throws {
    let wiring = try Wiring.fullyConnected(inputs: 6, units: 20, outputs: 3, seed: 1)
    for mode in CfC.Mode.allCases {
      let model = Model(cell: try CfC(wiring: wiring, options: .init(mode: mode, backboneLayers: 2)), seed: 3)
      for entry in model.cell.layout.entries {
        let values = model[parameter: entry.name]
        if entry.shape.count == 2 {
          let bound = Float((6 / Double(entry.shape[0] + entry.shape[1])).squareRoot())
          #expect(values.allSatisfy { abs($0) <= bound }, "\(entry.name)")
          #expect(values.contains { $0 > 0.9 * bound } && values.contains { $0 < -0.9 * bound })
        } else {
          let isOne = ["A", "input_w", "output_w"].contains(entry.name)
          #expect(values.allSatisfy { $0 == (isOne ? 1 : 0) }, "\(entry.name)")
        }
      }
    }
  }

  @Test
  func existForWhatExistsAlone() throws {
    let full = try Wiring.fullyConnected(inputs: 8, units: 32, outputs: 4, seed: 1)
    func count(_ wiring: Wiring, _ options: CfC.Options) throws -> Int {
      Model(cell: try CfC(wiring: wiring, options: options), seed: 0).parameterCount
    }
    let maps = 2 * 8 + 2 * 4
    #expect(try count(full, .init()) == 40 * 128 + 128 + 4 * (128 * 32 + 32) + maps)
    #expect(try count(full, .init(mode: .pure, backboneLayers: 0)) == 40 * 32 + 32 + 2 * 32 + maps)
    let ncp = try Wiring.autoNCP(inputs: 8, units: 32, outputs: 4, seed: 1)
    let synapses = ncp.synapses.count + ncp.sensorySynapses.count
    #expect(try count(ncp, .init()) == 4 * (synapses + 32) + maps)
    #expect(try count(ncp, .init(mode: .pure)) == synapses + 3 * 32 + maps)
  }

  @Test
  func areTheSameForTheSameSeedAndOthersForAnother() throws {
    for density in [0.5, 1] {
      var generator = SeededGenerator(seed: 1)
      let cell = try CfC(wiring: try generator.wiring(inputs: 2, neurons: 5, outputs: 1, density: density))
      #expect(cell.initialParameters(seed: 4) == cell.initialParameters(seed: 4))
      #expect(cell.initialParameters(seed: 4) != cell.initialParameters(seed: 5))
    }
  }

  @Test
  func areRefusedForOptionsOutOfRangeByName() throws {
    func expect(_ options: CfC.Options, _ name: String) {
      #expect {
        try options.validate()
      } throws: {
        guard case ArchitectureError.invalidOption(name, _, _) = $0 else { return false }
        return true
      }
    }
    expect(.init(backboneLayers: -1), "backboneLayers")
    expect(.init(backboneLayers: 17), "backboneLayers")
    expect(.init(backboneUnits: 0), "backboneUnits")
    expect(.init(backboneUnits: 16_385), "backboneUnits")
  }

  @Test
  func areRefusedForAModeThatDoesNotExist() throws {
    let wiring = try Wiring.fullyConnected(inputs: 1, units: 2, outputs: 1, seed: 1)
    let json = String(
      decoding: try JSONEncoder().encode(Architecture(try CfC(wiring: wiring))), as: UTF8.self)
    #expect(json.contains("\"mode\":\"default\"") && json.contains("\"activation\":\"lecun-tanh\""))
    let damaged = json.replacingOccurrences(of: "\"mode\":\"default\"", with: "\"mode\":\"other\"")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Architecture.self, from: Data(damaged.utf8))
    }
  }
}
