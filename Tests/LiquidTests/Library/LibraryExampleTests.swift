import Foundation
import Liquid
import Testing

/// The example of docs/library.md; a test of the documents compares it with this. The README's is a program of Tests/Outside.
@Suite struct LibraryExampleTests {
  @Test
  func theDocumentsExampleLearnsStreamsWhatItHasLearntAndSurvivesBeingSaved() async throws {
    let (loss, model, restored, prediction) = try await libraryExample()
    #expect(loss < 0.05)
    #expect(abs(prediction - sin(40.0 / 3)) < 0.5)
    #expect(restored.parameters == model.parameters)
  }
}
