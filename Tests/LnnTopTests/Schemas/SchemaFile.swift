import Foundation
import TestSupport

/// A schema in docs/schema.
struct SchemaFile {
  static let folder = Document.package.appendingPathComponent("docs/schema").path

  /// The names of all of them, without `.schema.json`.
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.sorted().map { $0.replacing(".schema.json", with: "") }
  }()

  let path: String
  let text: String
  let schema: JSONSchema

  /// - Throws: where it is not there, or no schema that `JSONSchema` checks in full.
  init(_ name: String) throws {
    path = "\(Self.folder)/\(name).schema.json"
    text = try String(contentsOfFile: path, encoding: .utf8)
    schema = try JSONSchema(text)
  }

  /// The schema of what each command prints with `--json`, as the table of docs/programs.md has it.
  static let ofCommands: [String: String] = {
    let rows = Document("docs/programs.md").text.matches(
      of: /\| `lnn-top ([^`]+)` \| \[([a-z-]+)\.schema\.json\]\(schema\/([a-z-]+)\.schema\.json\)/)
    return Dictionary(rows.filter { $0.2 == $0.3 }.map { (String($0.1), String($0.2)) }) { first, _ in first }
  }()
}
