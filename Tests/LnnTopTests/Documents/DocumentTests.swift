import Foundation
import Testing

/// The documents are true: their blocks run, and what they name exists.
@Suite struct DocumentTests {
  @Test(arguments: Document.all) func everyBlockRuns(document: Document) throws {
    #expect(!document.text.isEmpty)
    let run = try DocumentRun()
    for block in document.blocks { try run.run(block) }
  }

  /// The articles of the library's documentation show programs that `OutsideTests` runs.
  @Test(arguments: Document.articles) func everyProgramInAnArticleIsTheOneThatRuns(article: Document) throws {
    let run = try DocumentRun()
    for block in article.blocks {
      if case .sameAs = block.directive { try run.run(block) }
    }
  }

  @Test func theArticlesShowPrograms() {
    let shown = Document.articles.flatMap(\.blocks).filter { block in
      if case .sameAs = block.directive { true } else { false }
    }
    #expect(shown.count >= 5)
  }

  @Test(arguments: Document.all) func everyPathExists(document: Document) {
    let roots = Set((try? FileManager.default.contentsOfDirectory(atPath: Document.package.path)) ?? [])
    for word in document.codeWords where word.wholeMatch(of: /[A-Za-z0-9_.+*\/-]+/) != nil {
      let first = String(word.prefix { $0 != "/" })
      guard word.contains("/"), roots.contains(first), first != ".build" else { continue }
      #expect(Self.exists(word), "\(document.path) names \(word)")
    }
    let folder = URL(fileURLWithPath: document.path, relativeTo: Document.package).deletingLastPathComponent()
    for link in document.links {
      #expect(
        FileManager.default.fileExists(atPath: folder.path + "/" + link), "\(document.path) links to \(link)")
    }
  }

  /// A name with a star stands for at least one file.
  private static func exists(_ path: String) -> Bool {
    guard path.contains("*") else {
      return FileManager.default.fileExists(atPath: Document.package.path + "/" + path)
    }
    let url = URL(fileURLWithPath: path, relativeTo: Document.package)
    let names = try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
    let parts = url.lastPathComponent.split(separator: "*", omittingEmptySubsequences: false)
    return names?.contains { $0.hasPrefix(parts[0]) && $0.hasSuffix(parts[parts.count - 1]) } == true
  }

  @Test(arguments: ["docs/architecture.md", "CONTRIBUTING.md"].map(Document.init))
  func everyTypeExists(document: Document) {
    for word in document.codeWords {
      guard let name = word.wholeMatch(of: /([A-Z][A-Za-z]+)(\.[a-z][A-Za-z]*)?(\(.*\))?/)?.1 else {
        continue
      }
      #expect(
        Self.sources.contains(String(name)) || word.wholeMatch(of: /[A-Z]+/) != nil,
        "\(document.path) names \(word)")
    }
  }

  /// Every word of the sources and tests.
  private static let sources: Set<String> = {
    var words: Set<String> = []
    for folder in ["Sources", "Tests"] {
      let root = Document.package.path + "/" + folder
      for case let path as String in FileManager.default.enumerator(atPath: root)
        ?? FileManager.DirectoryEnumerator()
      {
        guard path.hasSuffix(".swift"),
          let text = try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
        else { continue }
        let url = URL(fileURLWithPath: path)
        words.formUnion([url.deletingPathExtension().lastPathComponent] + url.pathComponents)
        for word in text.utf8.split(whereSeparator: { !($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) })
        where word.count > 2 { words.insert(String(Substring(word))) }
      }
    }
    words.formUnion(
      (try? FileManager.default.contentsOfDirectory(atPath: Document.package.path + "/Sources")) ?? [])
    return words
  }()

  @Test func theReadmeNamesEveryDocument() {
    let readme = Document("README.md")
    for document in Document.all where document.path.hasPrefix("docs/") {
      #expect(readme.links.contains(document.path), "\(document.path)")
    }
  }

  /// `make install` brings along the documents that messages and task files name.
  @Test func theDocumentsAreInstalled() throws {
    let makefile = try String(
      contentsOf: Document.package.appendingPathComponent("Makefile"), encoding: .utf8)
    for (files, folder) in [("docs/*.*", "docs"), ("docs/schema/*", "docs/schema")] {
      #expect(makefile.contains("install -m 644 \(files) \"$(DESTDIR)$(PREFIX)/share/lnn-top/\(folder)\""))
    }
  }
}
