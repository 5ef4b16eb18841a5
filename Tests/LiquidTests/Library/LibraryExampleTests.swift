import Foundation
import Liquid
import Testing

/// The examples of the library in README.md and docs/library.md; a test of the documents compares them with these.
@Suite struct LibraryExampleTests {
  @Test
  func theDocumentsExampleLearnsStreamsWhatItHasLearntAndSurvivesBeingSaved() async throws {
    let (loss, model, restored, prediction) = try await libraryExample()
    #expect(loss < 0.05)
    #expect(abs(prediction - sin(40.0 / 3)) < 0.5)
    #expect(restored.parameters == model.parameters)
  }

  @Test
  func theReadmesExamplePrintsALossThatFalls() throws {
    var lines: [String] = []
    try readmeExample { lines.append($0) }
    let losses = lines.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    #expect(losses.count == 3 && losses == losses.sorted(by: >) && losses[2] < 0.01, "\(lines)")
  }
}
