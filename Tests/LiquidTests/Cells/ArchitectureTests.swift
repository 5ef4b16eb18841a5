import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct ArchitectureTests {
  @Test
  func survivesJSON() throws {
    var generator = SeededGenerator(seed: 1)
    let wiring = try generator.wiring(inputs: 2, neurons: 5, outputs: 1, density: 0.5)
    let options = LTC.Options(unfolds: 4, constraints: .explicit, inputMap: .linear, outputMap: .none)
    let json = try JSONEncoder().encode(Architecture(try LTC(wiring: wiring, options: options)))
    let cell = try CellRegistry.makeCell(JSONDecoder().decode(Architecture.self, from: json))
    #expect(cell.identifier == "ltc")
    #expect(cell.wiring == wiring)
    #expect(cell.options as? LTC.Options == options)
  }

  @Test
  func ofACellThatDoesNotExistNamesThoseThatDo() throws {
    let json = try changed("\"ltc\"", to: "\"xyz\"")
    #expect(throws: ArchitectureError.unknownCell("xyz", known: CellRegistry.identifiers)) {
      try JSONDecoder().decode(Architecture.self, from: json)
    }
  }

  @Test
  func withAnOptionOutOfRangeIsRefused() throws {
    let architecture = try JSONDecoder().decode(
      Architecture.self, from: changed("\"unfolds\":6", to: "\"unfolds\":0"))
    #expect(throws: ArchitectureError.self) { try CellRegistry.makeCell(architecture) }
  }

  @Test
  func withASynapseOutsideTheNetworkIsRefused() throws {
    let json = try changed("\"sources\":[[2]", to: "\"sources\":[[99]")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Architecture.self, from: json) }
  }

  private func changed(_ text: String, to replacement: String) throws -> Data {
    let wiring = try Wiring(
      kind: "test", inputs: 1, outputs: 1, layers: [.motor, .inter],
      synapses: [.init(source: 1, target: 0, polarity: 1)],
      sensorySynapses: [.init(source: 0, target: 1, polarity: 1)])
    let json = String(
      decoding: try JSONEncoder().encode(Architecture(try LTC(wiring: wiring))), as: UTF8.self)
    try #require(json.contains(text))
    return Data(json.replacingOccurrences(of: text, with: replacement).utf8)
  }
}
