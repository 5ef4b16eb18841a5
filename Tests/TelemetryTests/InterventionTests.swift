import Foundation
import Telemetry
import Testing

@Suite struct InterventionTests {
  private static let all: [Intervention] = [
    .silence(neuron: 4), .clamp(neuron: 6, value: 0.25), .clamp(neuron: 0, value: -1e-20), .cut(synapse: 12),
  ]

  @Test(arguments: all) func isReadAsItWasWritten(intervention: Intervention) throws {
    let json = try JSONEncoder().encode(intervention)
    #expect(try JSONDecoder().decode(Intervention.self, from: json) == intervention)
    let list = try PropertyListEncoder().encode([intervention])
    #expect(try PropertyListDecoder().decode([Intervention].self, from: list) == [intervention])
  }

  /// What files of every version hold for neurons, byte by byte; what is new is new.
  @Test(arguments: [
    (Intervention.silence(neuron: 4), #"{"kind":{"silence":{}},"neuron":4}"#),
    (.clamp(neuron: 6, value: 0.25), #"{"kind":{"clamp":{"_0":0.25}},"neuron":6}"#),
    (.cut(synapse: 12), #"{"kind":{"cut":{}},"synapse":12}"#),
  ]) func hasTheFormThatFilesHold(intervention: Intervention, text: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(intervention), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(Intervention.self, from: Data(text.utf8)) == intervention)
  }

  @Test(arguments: [
    "{}", "[]", #"{"kind":{"silence":{}}}"#, #"{"kind":{"cut":{}},"neuron":4}"#,
    #"{"kind":{"silence":{}},"neuron":4,"synapse":1}"#, #"{"kind":{"clamp":{}},"neuron":4}"#,
    #"{"kind":{"melt":{}},"neuron":4}"#, #"{"kind":{"silence":{}},"neuron":1e99}"#,
  ]) func whatIsNoneIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Intervention.self, from: Data(text.utf8)) }
  }

  @Test func hasOneTarget() {
    #expect(Self.all.map(\.target) == [.neuron(4), .neuron(6), .neuron(0), .synapse(12)])
    #expect(Self.all.map(\.neuron) == [4, 6, 0, nil])
  }
}
