import Foundation
import Testing

/// `docs/architecture.md` says which targets there are and what each may import, as Package.swift does.
@Suite struct ArchitectureTests {
  private static let document = Document("docs/architecture.md")

  /// The dependencies of each target in Sources.
  private static let targets: [String: Set<String>] = {
    let manifest = Document.package.appendingPathComponent("Package.swift")
    let text = (try? String(contentsOf: manifest, encoding: .utf8)) ?? ""
    var targets: [String: Set<String>] = [:]
    let kinds = /\.(?:target|executableTarget|systemLibrary|testTarget)\(/
    for part in text.split(separator: kinds).dropFirst() {
      guard let name = part.firstMatch(of: /name: "([^"]+)"/)?.1,
        FileManager.default.fileExists(atPath: Document.package.path + "/Sources/\(name)")
      else { continue }
      let list = part.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      targets[String(name)] = Set(list.matches(of: /"([^"]+)"/).map { String($0.1) })
    }
    return targets
  }()

  @Test func theTableIsThePackage() {
    var table: [String: Set<String>] = [:]
    for row in Self.document.text.matches(of: /(?m)^\| ((?:`[^`]+`,? ?)+) \|[^|]*\| (.*) \|$/) {
      for name in row.1.matches(of: /`([^`]+)`/) {
        table[String(name.1)] = Set(row.2.matches(of: /`([^`]+)`/).map { String($0.1) })
      }
    }
    #expect(!Self.targets.isEmpty)
    #expect(table == Self.targets)
  }

  @Test func aCModuleHasOneUser() {
    for module in Self.targets.keys where module.first == "C" && module.dropFirst().first?.isUppercase == true
    {
      let users = Self.targets.filter { $0.value.contains(module) }.keys
      #expect(users.count == 1, "\(module): \(users.sorted())")
    }
  }

  @Test func theGlossaryIsShort() {
    let glossary = Self.document.text.split(separator: "## Glossary").last ?? ""
    let words = glossary.matches(of: /(?m)^\| \*\*/)
    #expect((10...25).contains(words.count), "\(words.count) words")
  }
}
