import Foundation
import Liquid
import Testing

@Suite struct LibraryExampleTests {
  @Test
  func learnsStreamsWhatItHasLearntAndSurvivesBeingSaved() throws {
    let (loss, model, restored, prediction) = try libraryExample()
    #expect(loss < 0.05)
    #expect(abs(prediction - sin(40.0 / 3)) < 0.5)
    #expect(restored.parameters == model.parameters)
  }

  @Test
  func standsInTheREADMEAsItStandsHere() throws {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let source = try String(contentsOf: here.appendingPathComponent("LibraryExample.swift"), encoding: .utf8)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.drop { !$0.hasPrefix("  //") }.prefix { !$0.hasPrefix("  return") }
    let unindented = body.map { $0.isEmpty ? "" : String($0.dropFirst(2)) }.joined(separator: "\n")
    #expect(readme.contains("```swift\nimport Foundation\nimport Liquid\n\n" + unindented + "\n```"))
  }
}
