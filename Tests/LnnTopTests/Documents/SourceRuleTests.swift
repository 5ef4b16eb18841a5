import Foundation
import Testing

/// Rules for the sources that no compiler checks: what ends the program or the patience of who waits for it where a
/// number comes from a file.
@Suite struct SourceRuleTests {
  /// The targets that work with numbers from files, run files, task files, model files and the command line.
  private static let modules = [
    "LiquidData", "LiquidTraining", "LnnTop", "RunStore", "Streams", "Telemetry", "Text", "YAML",
  ]

  private struct Source {
    let path: String
    let text: String

    static func all(in modules: [String]) -> [Source] {
      modules.flatMap { module -> [Source] in
        let folder = Document.package.appendingPathComponent("Sources/\(module)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.compactMap {
          url in
          guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
          let path = url.path.replacing(Document.package.path + "/", with: "")
          return Source(path: path, text: withoutComments(text))
        }
      }
    }

    private static func withoutComments(_ text: String) -> String {
      text.replacing(/(?m)^\s*\/\/.*$/, with: "")
    }
  }

  private static let sources = Source.all(in: modules)

  @Test("No absolute value of an integer, and no conversion of a number with a fraction, can trap")
  func conversions() {
    #expect(Self.sources.count > 100)
    for source in Self.sources {
      for flaw in TrappingConversions.found(in: source.text) { Issue.record("\(source.path): \(flaw)") }
    }
  }

  @Test(
    "The rule finds what it is for, and nothing else",
    arguments: [
      ("abs(count)", true), ("x.magnitude", false), ("value.abs(1)", false), ("Int(x.rounded())", true),
      ("Int((share * Double(n)).rounded(.down))", true), ("UInt64(log10(size))", true),
      ("time_t(2.5 * x)", true),
      ("let n: Double\n _ = Int(n)", true), ("var level = 0.5; Int(condition.level)", true),
      ("func f(_ share: Float) { Int32(share) }", true), ("let code: Int32\n Int(code)", false),
      ("let n: Double\n Int(saturating: n)", false), ("Int(exactly: n.rounded())", false),
      ("Int(bytes[3])", false),
      ("UInt8(ascii: \"a\")", false), ("Int(text.dropFirst(5))", false),
      ("let n = x.rounded()\nInt(n)", true),
      ("Int(values.map { Double($0) }.count)", false),
    ])
  func rule(code: String, isRefused: Bool) {
    #expect(TrappingConversions.found(in: code).isEmpty != isRefused, "\(code)")
  }

  @Test("Numbers are formatted in one place, which knows NaN")
  func formatting() {
    for source in Self.sources where source.path != "Sources/Text/NumberText.swift" {
      #expect(
        !source.text.contains("String(format:"),
        "\(source.path): C prints '-nan'; NumberText has what is shown, CSVText what other programs read")
    }
  }

  @Test("Systems have C libraries of other names")
  func platforms() {
    let others = ["Dashboard", "Driving", "Explanations", "Liquid", "Screen", "Terminal"]
    for source in Self.sources + Source.all(in: others) {
      #expect(
        !source.text.contains("Glibc"),
        "\(source.path): import Foundation, which brings each platform's C library")
    }
  }

  @Test("Columns are found by a dictionary, not by going through a list for each name")
  func lookups() {
    let loops =
      /\.(?:contains|first|firstIndex|last|lastIndex)(?:\(where:)? ?\{ ?\$0(?:\.column)?\.name == \$?[a-z]/
    for source in Self.sources where source.path.hasPrefix("Sources/LiquidData/") {
      // The rows of a table of keys are few and fixed.
      guard !source.path.hasPrefix("Sources/LiquidData/Tasks/TaskFile") else { continue }
      #expect(
        source.text.firstMatch(of: loops) == nil,
        "\(source.path): use Table.column(named:) or a Set: many columns would cost their square")
    }
  }
}

/// Finds conversions that end the program for some numbers. By the text alone, so that a number counts as one with a
/// fraction where its calculation or its declaration in the same file says so.
private enum TrappingConversions {
  static func found(in text: String) -> [String] {
    var flaws: [String] = []
    if text.firstMatch(of: /(?:^|[^.\w])abs\(/) != nil {
      flaws.append("abs() traps for the smallest integer; use .magnitude")
    }
    for match in text.matches(of: /(?:^|[^.\w])(?:U?Int(?:8|16|32|64)?|time_t)\(/) {
      let argument = argument(of: text[match.range.upperBound...])
      guard argument.firstMatch(of: /^\s*\w+:/) == nil, isFractional(argument, in: text) else { continue }
      flaws.append(
        "'\(match.0.drop { !$0.isLetter })\(argument))' traps for NaN and large numbers; use Int(saturating:) or Int(exactly:)"
      )
    }
    return flaws
  }

  /// The text up to the parenthesis that closes.
  private static func argument(of text: Substring) -> Substring {
    var depth = 1
    let end = text.firstIndex { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth == 0
    }
    return text[..<(end ?? text.endIndex)]
  }

  private static func isFractional(_ argument: Substring, in text: String) -> Bool {
    // A count is whole, whatever is counted.
    if argument.hasSuffix(".count") { return false }
    let signs =
      /\.rounded\(|(?:Double|Float)\(|\b(?:log\w*|pow|exp|floor|ceil|sqrt)\(|\d\.\d|timeInterval|\.squareRoot\(/
    if argument.firstMatch(of: signs) != nil { return true }
    guard let name = argument.wholeMatch(of: /(?:\w+\.)*(\w+)/)?.1, !name.allSatisfy(\.isNumber) else {
      return false
    }
    let declared = "\\b\(name)(?:: (?:Double|Float)\\b| = -?\\d+\\.\\d| = [^\\n]*\\.rounded\\()"
    return (try? Regex(declared)).flatMap { text.firstMatch(of: $0) } != nil
  }
}
