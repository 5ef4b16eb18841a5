import Foundation
import LnnTop
import TestSupport
import Testing

@Suite("Help")
struct HelpTests {
  /// The program without a command, and each of its commands.
  static let commands = [""] + Commands.all.map { $0.name }

  @Test("The help of a command reads like its file in Tests/Goldens/Help", arguments: commands)
  func golden(command: String) throws {
    let text = try #require(try printed(words(command) + ["--help"]))
    let name = command.isEmpty ? "lnn-top" : command.replacing(" ", with: "-")
    if let mismatch = GoldenFile(name, in: "Help").mismatch(with: text) {
      Issue.record("\(command): \(mismatch)")
    }
  }

  @Test("Help is plain text of at most 80 columns", arguments: commands)
  func width(command: String) throws {
    let text = try #require(try printed(words(command) + ["-h"]))
    for line in text.split(separator: "\n") {
      #expect(line.count <= 80 && line.last != " ", "\(line)")
      #expect(line.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) }, "\(line)")
    }
  }

  @Test("No two options of a command have one name", arguments: commands)
  func uniqueNames(command: String) throws {
    let text = try #require(try printed(words(command) + ["--help"]))
    let option = /^ {2,6}(?:-\w, )?--([a-z0-9-]+)/.anchorsMatchLineEndings()
    let names = text.matches(of: option).map { String($0.1) }
    #expect(Set(names).count == names.count, "\(names.sorted())")
  }

  @Test("Help ends with an example that calls the command", arguments: commands)
  func example(command: String) throws {
    let text = try #require(try printed(words(command) + ["--help"]))
    let example = try #require(text.components(separatedBy: "\n\nExample:\n  ").last)
    let call = "lnn-top \(command)".trimmingCharacters(in: .whitespaces)
    #expect(example.hasPrefix(call + " ") && !example.contains("\n"), "\(example)")
    let asked = words(example).dropFirst().map { $0.replacing("\"", with: "") }
    guard case .command(let parsed) = try Commands.parse(asked) else {
      Issue.record("\(example) runs nothing")
      return
    }
    #expect(command.isEmpty || type(of: parsed).name == command)
  }

  @Test("Every command under Sources/LnnTop/Commands has its row in the list of commands")
  func commandList() throws {
    let found = try Self.found(by: /struct (\w+): Command\b/, under: "Commands")
    #expect(found == Set(Commands.all.map { "\($0)" }).union(["SampleCommand"]))
  }

  @Test("Every export under Sources/LnnTop/Commands/Export has its row in the list of exports")
  func exportList() throws {
    let formats = try Self.found(by: /static let format = "([\w-]+)"/, under: "Commands/Export")
    #expect(formats.contains("ncps"))
    for format in formats {
      #expect(throws: Never.self, "\(format)") { try Commands.parse(words("export a --format \(format)")) }
    }
  }

  /// What an expression finds in a folder of the sources.
  private static func found(
    by expression: Regex<(Substring, Substring)>, under path: String
  ) throws -> Set<String> {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/LnnTop/\(path)").standardizedFileURL
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var found: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      found.formUnion(text.matches(of: expression).map { String($0.1) })
    }
    return found
  }
}
