import Foundation
import Testing

/// A Markdown document of the project with its code blocks.
struct Document: CustomTestStringConvertible {
  /// Relative to the package's folder.
  let path: String
  let text: String
  let blocks: [DocumentBlock]

  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../..").standardized

  /// Every document whose blocks are run.
  static let all: [Document] = {
    let folder = (try? FileManager.default.contentsOfDirectory(atPath: package.path + "/docs")) ?? []
    let paths = folder.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    return (["README.md", "CONTRIBUTING.md", "sample-data/README.md"] + paths).map(Document.init)
  }()

  /// The articles about the library products.
  static let articles: [Document] = ["Liquid", "LiquidData"].flatMap { module in
    let folder = "Sources/\(module)/\(module).docc"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: package.path + "/" + folder)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { Document("\(folder)/\($0)") }
  }

  init(_ path: String) {
    self.path = path
    text = (try? String(contentsOf: Self.package.appendingPathComponent(path), encoding: .utf8)) ?? ""
    blocks = DocumentBlock.all(in: text, document: path)
  }

  var testDescription: String { path }

  /// What stands between backticks outside of the blocks.
  var codeWords: [String] {
    var isOutside = true
    let prose = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      guard line.hasPrefix("```") else { return isOutside }
      isOutside.toggle()
      return false
    }
    return prose.flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.1) } }
  }

  /// The targets of its links that are files.
  var links: [String] {
    text.matches(of: /\]\(([^)#]+?)(#[^)]*)?\)/).map { String($0.1) }.filter { !$0.contains("://") }
  }
}

/// A code block between fences, and what the comment before it says about running it.
struct DocumentBlock {
  /// An HTML comment on the line before a block, which readers do not see.
  enum Directive: Equatable {
    /// `<!-- not run: WHY -->`
    case notRun(String)
    /// `<!-- needs data -->`: the commands are right, but their data are not part of the project.
    case needsData
    /// `<!-- file: NAME -->`: the block is the file that later blocks of the document use.
    case file(String)
    /// `<!-- same as: PATH -->`: the block is the program, or the body of the function in a test file.
    case sameAs(String)
  }

  let place: String
  let language: String
  let directive: Directive?
  let text: String

  static func all(in text: String, document: String) -> [DocumentBlock] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var blocks: [DocumentBlock] = []
    var (start, language) = (nil as Int?, "")
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let first = start else {
        (start, language) = (index, String(line.dropFirst(3)))
        continue
      }
      blocks.append(
        DocumentBlock(
          place: "\(document):\(first + 1)", language: language,
          directive: first > 0 ? Directive(lines[first - 1]) : nil,
          text: lines[(first + 1)..<index].joined(separator: "\n")))
      start = nil
    }
    return blocks
  }
}

extension DocumentBlock.Directive {
  init?(_ line: String) {
    guard let match = line.wholeMatch(of: /<!-- ([a-z ]+?)(?:: (.+?))? -->/) else { return nil }
    switch (match.1, match.2.map(String.init)) {
    case ("not run", let why?): self = .notRun(why)
    case ("needs data", nil): self = .needsData
    case ("file", let name?): self = .file(name)
    case ("same as", let path?): self = .sameAs(path)
    default: return nil
    }
  }
}
