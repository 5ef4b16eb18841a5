import Foundation
import Liquid
import Testing

@Suite("Neurons with names of their own")
struct NamedWiringTests {
  private func wiring(names: [String]?) throws -> Wiring {
    try Wiring(
      kind: "file", inputs: 1, outputs: 1, layers: [.motor, .command, .inter],
      synapses: [.init(source: 2, target: 1, polarity: 1), .init(source: 1, target: 0, polarity: -1)],
      sensorySynapses: [.init(source: 0, target: 2, polarity: 1)], names: names)
  }

  @Test("A neuron is called by its own name, else by its layer and place")
  func names() throws {
    let named = try wiring(names: ["VD01", "AVAL", "ASEL"])
    #expect((0..<3).map(named.name) == ["VD01", "AVAL", "ASEL"])
    #expect((0..<3).map(try wiring(names: nil).name) == ["motor 0", "command 0", "inter 0"])
  }

  @Test("A name that would steer a terminal, or fill it, does neither")
  func hostileNames() throws {
    let hostile = try wiring(names: ["\u{1B}[2Jx", String(repeating: "n", count: 500), "a\nb"])
    let shown = (0..<3).map(hostile.name)
    #expect(shown.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
    #expect(shown[0].hasSuffix("[2Jx") && shown[1].count < 100)
  }

  @Test("There is one name for each neuron", arguments: [[], ["a"], ["a", "b", "c", "d"]])
  func count(names: [String]) {
    #expect(throws: WiringError.badNames(count: names.count, neurons: 3)) { try wiring(names: names) }
  }

  @Test("Names are written and read back; without them nothing of it is written")
  func coding() throws {
    let named = try wiring(names: ["VD01", "\u{1B}[2J", "ASEL \"left\""])
    let data = try JSONEncoder().encode(named)
    #expect(try JSONDecoder().decode(Wiring.self, from: data) == named)
    let plain = try JSONEncoder().encode(wiring(names: nil))
    #expect(!String(decoding: plain, as: UTF8.self).contains("names"))
  }

  @Test("A model file keeps the names")
  func modelFile() throws {
    let named = try wiring(names: ["VD01", "AVAL", "ASEL"])
    let bytes = try ModelFile.write(Model(cell: try LTC(wiring: named), seed: 1))
    #expect(try ModelFile.read(bytes).model.network.wiring == named)
  }

  @Test("Names for another number of neurons are no wiring")
  func corrupted() throws {
    let data = try JSONEncoder().encode(wiring(names: ["one", "two", "three"]))
    let text = String(decoding: data, as: UTF8.self).replacing("\"two\",", with: "")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Wiring.self, from: Data(text.utf8)) }
  }
}

@Suite("Wirings of known synapses")
struct KnownWiringTests {
  private func wiring(
    inputs: Int, sensory: [Int], seed: UInt64 = 1, polarities: [Int?] = [nil, 1, -1]
  ) throws -> Wiring {
    let synapses = polarities.enumerated().map {
      Wiring.KnownSynapse(source: $0 + 1, target: 0, polarity: $1)
    }
    let layers: [Wiring.Layer] = [.motor] + polarities.map { _ in .inter }
    return try .known(
      kind: "file", inputs: inputs, outputs: 1, layers: layers,
      names: layers.indices.map { "n\($0)" }, synapses: synapses, sensory: sensory, seed: seed)
  }

  @Test(
    "Inputs are dealt round: each reaches a sensory neuron, and each of these has an input",
    arguments: [(1, 3), (2, 3), (3, 3), (5, 3), (7, 1), (4, 2)])
  func inputs(inputs: Int, sensory: Int) throws {
    let wiring = try wiring(inputs: inputs, sensory: Array(1...sensory))
    #expect(Set(wiring.sensorySynapses.map(\.source)) == Set(0..<inputs))
    #expect(Set(wiring.sensorySynapses.map(\.target)) == Set(1...sensory))
    #expect(wiring.sensorySynapses.count == max(inputs, sensory))
  }

  @Test("Unknown polarities are drawn, twice as often +1; known ones stay")
  func polarities() throws {
    let unknown = [Int?](repeating: nil, count: 3000)
    let drawn = try wiring(inputs: 1, sensory: [1], polarities: unknown + [1, -1])
    let positive = drawn.synapses.dropLast(2).count { $0.polarity == 1 }
    #expect((1900...2100).contains(positive))
    #expect(drawn.synapses.suffix(2).map(\.polarity) == [1, -1])
    #expect(try wiring(inputs: 1, sensory: [1], polarities: unknown + [1, -1]) == drawn)
    #expect(try wiring(inputs: 1, sensory: [1], seed: 2, polarities: unknown + [1, -1]) != drawn)
  }

  @Test("Without sensory neurons or inputs there is no wiring")
  func empty() {
    #expect(throws: WiringError.self) { try wiring(inputs: 1, sensory: []) }
    #expect(throws: WiringError.self) { try wiring(inputs: 0, sensory: [1]) }
  }
}
