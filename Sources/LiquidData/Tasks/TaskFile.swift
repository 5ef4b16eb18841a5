import Foundation
import Liquid
import YAML

/// A task as a file describes it: where its data are, what is learnt from them, and how networks are trained and
/// compared.
///
/// The file is YAML; its keys are the words of the command line. `TaskFileKey.all` lists them.
public struct TaskFile: Sendable, Hashable {
  /// The file, as the person named it.
  public var path: String
  /// What the task is called.
  public var name: String
  /// What the data are, in a sentence or two.
  package var about: String?
  /// Where the data can be found.
  package var source: String?
  package var citation: String?
  /// Where the data are.
  public var sources: DataSources
  /// What is learnt from them.
  public var definition: TaskDefinition
  /// Options of `lnn-top train` by their long names: the values to use unless the command line gives others.
  package var training: [String: String]
  package var benchmark: BenchmarkPlan
  package var paperSplit: PaperSplit?
  /// The line of each key, by its path, such as `training.units`.
  private var lines: [String: Int]

  /// The line of a key, by its path, such as `training.units`; nil if the file does not have the key.
  package func line(of key: String) -> Int? { lines[key] }

  /// What is learnt.
  ///
  /// - Parameter likePaper: whether rows are split as the published code does; no difference without `paperSplit`.
  package func definition(likePaper: Bool) -> TaskDefinition {
    var definition = definition
    guard likePaper, let paper = paperSplit else { return definition }
    definition.splitBy = paper.by ?? definition.splitBy
    definition.split = paper.shares ?? definition.split
    definition.stride = paper.stride ?? definition.stride
    definition.shuffle = paper.shuffle ?? definition.shuffle
    return definition
  }

  /// Reads a task file.
  ///
  /// - Throws: `TaskFileError` with the file and the line.
  public static func read(path: String) throws(TaskFileError) -> TaskFile {
    let bytes: [UInt8]
    do throws(DataError) {
      bytes = try ByteStream(DiskFile(path: path).append).all(limit: YAMLReader.maximumBytes, file: path)
    } catch {
      throw TaskFileError(.unreadable(reason: "\(error.problem.cause); \(error.problem.hint)"), path: path)
    }
    return try TaskFile(bytes: bytes, path: path)
  }

  /// Reads a task file from memory; `path` stands for the file in messages and names a task without a name.
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
