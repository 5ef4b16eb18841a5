import Foundation
import Liquid
import YAML

extension TaskFile {
  /// Reads a task file.
  ///
  /// - Throws: `TaskFileError` with the file and the line.
  public static func read(path: String) throws(TaskFileError) -> TaskFile {
    let bytes: [UInt8]
    do throws(DataError) {
      bytes = try ByteReader(FileSource(path: path)).all(limit: YAMLReader.maximumBytes, file: path)
    } catch {
      throw TaskFileError(.unreadable(reason: "\(error.problem.cause); \(error.problem.hint)"), path: path)
    }
    return try TaskFile(bytes: bytes, path: path)
  }

  /// Reads the same from memory; `path` stands for the file in messages and gives the task its name where it has none.
  public init(bytes: [UInt8], path: String) throws(TaskFileError) {
    let root: YAMLNode
    do {
      root = try YAMLReader.read(bytes)
    } catch {
      throw TaskFileError(.notYAML(reason: error.message), path: path, line: error.line)
    }
    let task = try TaskFileSection(root, place: .task, path: path)
    let ownName = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    name = try task.text("name") ?? ownName
    about = try task.text("about")
    source = try task.text("source")
    citation = try task.text("citation")
    sources = try Self.sources(task, root)
    definition = try Self.definition(task, named: name)
    training = try Self.options(task, "training") ?? [:]
    benchmark = try task.section("benchmark", as: .benchmark).map(Self.plan) ?? BenchmarkPlan()
    paperSplit = try Self.paperSplit(task)
    lines = [:]
    self.path = path
    Self.collectLines(of: root, prefix: "", into: &lines)
    if let flaw = definition.flaw {
      throw TaskFileError(.contradiction(flaw), path: path, line: lines["loss"] ?? lines["split"])
    }
  }

  private static func collectLines(of node: YAMLNode, prefix: String, into lines: inout [String: Int]) {
    guard case .mapping(let entries, _) = node else { return }
    for entry in entries {
      lines[prefix + entry.key] = entry.line
      collectLines(of: entry.value, prefix: "\(prefix)\(entry.key).", into: &lines)
    }
  }
}

extension TaskFile {
  /// Options of `train` with their values: `units: 32`, and `rate-factors: {sigma: 0.1}` for what the command line
  /// writes `sigma=0.1`.
  static func options(_ section: TaskFileSection, _ key: String) throws(TaskFileError) -> [String: String]? {
    guard let node = section.node(key) else { return nil }
    guard let options = options(node) else { throw section.wrong(key, node) }
    return options
  }

  /// Nil where the node is no mapping of options.
  static func options(_ node: YAMLNode) -> [String: String]? {
    guard case .mapping(let entries, _) = node else { return nil }
    var options: [String: String] = [:]
    for entry in entries {
      guard let text = optionText(entry.value) else { return nil }
      options[entry.key] = text
    }
    return options
  }

  private static func optionText(_ node: YAMLNode) -> String? {
    switch node {
    case .scalar: return node.words
    case .sequence: return node.list(splitsText: false)?.joined(separator: ",")
    case .mapping(let entries, _):
      let parts = entries.compactMap { entry in entry.value.words.map { "\(entry.key)=\($0)" } }
      return parts.count == entries.count ? parts.joined(separator: ",") : nil
    }
  }
}
