import Foundation
import LiquidData
import LnnTop
import Sweeps
import TestSupport
import Testing
import YAML

/// The schemas that editors use, and the files that they are for.
@Suite("Schemas of files")
struct FileSchemaTests {
  @Test("A schema in docs/schema is what the program's tables give", arguments: FileSchema.allCases)
  func golden(kind: FileSchema) throws {
    let path = "\(SchemaFile.folder)/\(kind.fileName)"
    if ProcessInfo.processInfo.environment["LNN_TOP_UPDATE_GOLDEN"] == "1" {
      try Data(kind.text.utf8).write(to: URL(fileURLWithPath: path))
    }
    let kept = try String(contentsOfFile: path, encoding: .utf8)
    #expect(kept == kind.text, "LNN_TOP_UPDATE_GOLDEN=1 writes \(path) anew")
    let printed = try CommandRun(["config", "--schema", kind.rawValue], in: TemporaryFolder())
    #expect(printed.output == kind.text)
  }

  /// What of a YAML text is not as a schema says.
  private func problems(_ text: String, _ kind: FileSchema) throws -> [String] {
    let root = try YAMLReader.read(Array(text.utf8))
    return try SchemaFile("\(kind.rawValue)-file").schema.problems(with: JSONValue(root))
  }

  private static func files(in folder: String) -> [String] {
    let path = Document.package.appendingPathComponent(folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(path)/\($0)" }
  }

  @Test("The tasks and themes that come with the program are as their schemas say")
  func samples() throws {
    let tasks = Self.files(in: "sample-data/tasks")
    let themes = Self.files(in: "themes")
    #expect(tasks.count > 15 && themes.count > 5)
    for (files, kind) in [(tasks, FileSchema.task), (themes, .theme)] {
      for file in files {
        #expect(try problems(String(contentsOfFile: file, encoding: .utf8), kind).isEmpty, "\(file)")
      }
    }
  }

  @Test("The YAML in the documents is, too; a part of a file may lack what the whole must have")
  func documents() throws {
    var counts: [FileSchema: Int] = [:]
    for document in Document.all {
      for block in document.blocks
      where block.language == "yaml" && !block.text.hasPrefix("# yaml-language-server") {
        let isSweep = block.text.contains(/(?m)^(space|executor|sampler|halving):/)
        let kind: FileSchema =
          document.path.hasSuffix("settings.md") ? .config : isSweep ? .sweep : .task
        let found = try problems(block.text, kind).filter {
          !$0.hasPrefix(": '") || !$0.hasSuffix("' is missing")
        }
        #expect(found.isEmpty, "\(document.path): \(block.text)")
        counts[kind, default: 0] += 1
      }
    }
    #expect(counts[.task] ?? 0 > 4 && counts[.sweep] ?? 0 > 1, "\(counts)")
  }

  @Test("A first task, a file of settings and a schema's own examples are as their schemas say")
  func written() throws {
    let folder = try TemporaryFolder()
    try folder.writeSigns()
    let guess = try CommandRun(["task", "init", "d.csv"], in: folder)
    #expect(guess.status == 0 && guess.output.hasPrefix("# "))
    #expect(try problems(guess.output, .task).isEmpty)
    let settingLine = #/^#[a-z-]+:\s/#
    let settings = try CommandRun(["config", "--defaults"], in: folder).output
    let lines = settings.split(separator: "\n").filter { $0.contains(settingLine) }.map { $0.dropFirst() }
    #expect(lines.count > 5)
    #expect(try problems(lines.joined(separator: "\n"), .config).isEmpty)
  }

  @Test(
    "A mistake is found",
    arguments: [
      (FileSchema.task, "data: a.csv\nwindw: 3"), (.task, "window: 3"), (.task, "data: a.csv\nwindow: 0"),
      (.task, "data: a.csv\nkind: forcast"), (.task, "data: {files: a.csv, seperator: comma}"),
      (.task, "data: a.csv\ntraining: {unit: 3}"), (.task, "data: a.csv\ntraining: {optimizer: adamm}"),
      (.task, "data: a.csv\ntraining: {epochs: many}"),
      (.task, "data: a.csv\nsplit: {hold-out: {column: x}}"),
      (.sweep, "task: a.csv\nspace: {units: 3}"), (.sweep, "task: a.csv\nspace: {units: [3, 3]}"),
      (.sweep, "task: a.csv\nspace: {learning-rate: {log: [1]}}"), (.sweep, "task: a.csv"),
      (.sweep, "task: a.csv\nspace: {units: [3]}\nsampler: gird"), (.config, "fps: 0"),
      (.config, "colour: auto"),
      (.theme, "palette: {base00: \"123456\"}"), (.theme, "name: a"),
    ])
  func mistakes(kind: FileSchema, text: String) throws {
    #expect(try !problems(text, kind).isEmpty)
  }

  @Test("Every key is explained", arguments: FileSchema.allCases)
  func explained(kind: FileSchema) throws {
    for (place, schema) in try SchemaFile("\(kind.rawValue)-file").schema.subschemas() {
      for (key, property) in schema["properties"]?.object ?? [:] {
        #expect(property["description"]?.string != nil, "\(place)/\(key)")
      }
    }
  }

  @Test("A first task names the schema where the program finds it")
  func schemaLine() throws {
    let folder = try TemporaryFolder()
    try folder.writeSigns()
    let data = folder.path("data")
    let schema = "\(data)/lnn-top/docs/schema/\(FileSchema.task.fileName)"
    let make = {
      try CommandRun(["task", "init", "d.csv"], in: folder, environment: ["XDG_DATA_HOME": data])
    }
    #expect(try !make().output.contains(data))
    try FileManager.default.createDirectory(
      atPath: (schema as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(FileSchema.task.text.utf8).write(to: URL(fileURLWithPath: schema))
    let text = try make().output
    #expect(text.hasPrefix("# yaml-language-server: $schema=\(schema)\n# A first task"), "\(text)")
    try folder.write(text, to: "t.yaml")
    #expect(try CommandRun(["task", "check", "t.yaml"], in: folder).status == 0)
  }
}

extension JSONValue {
  /// A YAML value as editors take it: plain words that YAML 1.2 has numbers and booleans for are these. The reader does not tell
  /// whether a word was quoted.
  init(_ node: YAMLNode) {
    switch node {
    case .scalar(let text, _): self = Self.scalar(text)
    case .sequence(let nodes, _): self = .array(nodes.map(JSONValue.init))
    case .mapping(let entries, _):
      self = .object(Dictionary(entries.map { ($0.key, JSONValue($0.value)) }) { first, _ in first })
    }
  }

  private static func scalar(_ text: String) -> JSONValue {
    switch text {
    case "", "~", "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      let isNumber = text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil
      return isNumber ? Double(text).map(JSONValue.number) ?? .string(text) : .string(text)
    }
  }
}
