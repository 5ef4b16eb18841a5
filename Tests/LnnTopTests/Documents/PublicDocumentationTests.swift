import Foundation
import Testing

/// What users of the library see has a doc comment.
@Suite struct PublicDocumentationTests {
  @Test(arguments: ["Liquid", "LiquidData"])
  func everyPublicDeclarationIsDocumented(module: String) throws {
    let folder = Document.package.appendingPathComponent("Sources/\(module)")
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let files = (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    #expect(files.count > 10)
    let missing = try files.sorted { $0.path < $1.path }.flatMap { file in
      UndocumentedDeclarations.lines(in: try String(contentsOf: file, encoding: .utf8)).map { number, line in
        "\(file.path.dropFirst(Document.package.path.count + 1)):\(number): \(line)"
      }
    }
    #expect(missing.isEmpty, "\(missing.count) without a doc comment:\n\(missing.joined(separator: "\n"))")
  }

  @Test(
    "The rule finds what it is for, and nothing else",
    arguments: [
      ("public let step: Int", true), ("/// It.\npublic let step: Int", false),
      ("  /// It.\n  @inlinable\n  @discardableResult public func step() {}", false),
      ("  @inlinable\n  public func step() {}", true), ("// It.\npublic let step: Int", true),
      ("/// It.\n\npublic let step: Int", true), ("public private(set) var step = 0", true),
      ("@frozen public struct Step {", true), ("static public let step = 1", true),
      ("let step = 1", false), ("package let step = 1", false), ("case public", false),
      ("// public let step = 1", false),
      ("public extension Step {", false), ("public init(from decoder: any Decoder) throws {", false),
      ("public func encode(to encoder: any Encoder) throws {", false),
      ("public var description: String {", false), ("public var descriptions: [String] {", true),
      ("public func hash(into hasher: inout Hasher) {", false),
      ("public static func == (a: Step, b: Step) -> Bool {", false),
      ("public let layout: ParameterLayout", false), ("public let layout: Int", true),
    ])
  func rule(code: String, isRefused: Bool) {
    #expect(UndocumentedDeclarations.lines(in: code).isEmpty != isRefused, "\(code)")
  }
}

/// Finds public declarations without a doc comment by the text alone: one declaration begins a line, as formatted code has
/// it.
private enum UndocumentedDeclarations {
  /// The numbers of the lines, from 1, and the declarations.
  static func lines(in text: String) -> [(number: Int, line: String)] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.indices.filter { isPublic(lines[$0]) && !isDocumentedElsewhere(lines[$0]) }
      .filter { index in
        let above = lines[..<index].last { !$0.hasPrefix("@") }
        return above?.hasPrefix("///") != true
      }
      .map { ($0 + 1, lines[$0]) }
  }

  private static let modifiers: Set<String> = [
    "public", "static", "final", "class", "nonisolated", "indirect", "mutating", "override",
    "required",
    "convenience",
  ]

  private static func isPublic(_ line: String) -> Bool {
    let attributes = /^(?:@\w+(?:\([^)]*\))?\s+)*/
    let words = line.replacing(attributes, with: "").split(separator: " ").prefix { word in
      modifiers.contains(String(word))
    }
    return words.contains("public")
  }

  /// What Swift's protocols, and the library's own for cells, ask for is documented there.
  private static func isDocumentedElsewhere(_ line: String) -> Bool {
    let ofSwift =
      /extension |init\(from |func encode\(to |var (?:debugD|d|errorD)escription\b|func hash\(into |func (?:==|<) ?\(|(?:let|var) rawValue\b|static (?:let|var) allCases\b|init\(\w+Literal |mutating func next\(\)/
    let ofCells =
      /(?:let|var) wiring: Wiring\b|let options: \w*Options\b|(?:let|var) layout: ParameterLayout\b/
    return [ofSwift, ofCells].contains { line.contains($0) }
  }
}
