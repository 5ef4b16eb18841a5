import Foundation
import Telemetry
import Testing

@Suite struct PerturbationTests {
  @Test(arguments: Perturbation.Kind.allCases)
  func everyKindIsReadAsItWasWritten(kind: Perturbation.Kind) throws {
    let perturbation = Perturbation(kind: kind, channel: 1, magnitude: 0.5, probability: 0.25, start: 0.1)
    let json = try JSONEncoder().encode(perturbation)
    #expect(try JSONDecoder().decode(Perturbation.self, from: json) == perturbation)
  }

  @Test func aDropOfOlderFilesIsHoldLast() throws {
    let json = #"{"channel":1,"kind":"drop","magnitude":0.3}"#
    let read = try JSONDecoder().decode(Perturbation.self, from: Data(json.utf8))
    #expect(read == Perturbation(kind: .holdLast, channel: 1, magnitude: 0.3))
    let unknown = Data(#"{"channel":1,"kind":"holdLast","magnitude":0.3}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Perturbation.self, from: unknown) }
  }
}
