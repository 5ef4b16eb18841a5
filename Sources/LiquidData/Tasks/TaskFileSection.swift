import Foundation
import Text
import YAML

/// A mapping of a task file while it is read: checks its keys, and says what is wrong with their values.
struct TaskFileSection {
  let place: TaskFileKey.Place
  let path: String
  private let node: YAMLNode

  /// - Throws: if the node is not a mapping, has an unknown key, or has a key in two spellings.
  init(_ node: YAMLNode, place: TaskFileKey.Place, path: String) throws(TaskFileError) {
    self.place = place
    self.path = path
    self.node = node
    guard case .mapping(let entries, _) = node else {
      let key = place.rawValue.isEmpty ? "the file" : place.rawValue
      throw TaskFileError(
        .wrongValue(key: key, expected: "keys with values", found: node.described), path: path,
        line: node.line)
    }
    let keys = TaskFileKey.keys(of: place)
    let names = keys.map(\.name)
    let aliases = keys.compactMap(\.alias)
    for entry in entries where !names.contains(entry.key) && !aliases.contains(entry.key) {
      throw TaskFileError(
        Self.problem(withKey: entry.key, place: place, known: names), path: path, line: entry.line)
    }
    for key in keys {
      guard let alias = key.alias,
        let second = entries.last(where: { $0.key == key.name || $0.key == alias }),
        node[key.name] != nil, node[alias] != nil
      else { continue }
      throw TaskFileError(
        .contradiction("'\(alias)' is the former name of '\(key.name)': keep one of them"), path: path,
        line: second.line)
    }
  }

  private static func problem(
    withKey key: String, place: TaskFileKey.Place, known: [String]
  ) -> TaskFileError.Problem {
    let near = EditDistance.suggestions(for: key, among: known).first
    if near == nil, let home = TaskFileKey.all.first(where: { $0.name == key }) {
      return .misplacedKey(key, place: home.place.rawValue)
    }
    return .unknownKey(key, place: place.rawValue, nearest: near)
  }

  func node(_ key: String) -> YAMLNode? {
    let row = TaskFileKey.row(key, in: place)
    return node[row.name] ?? row.alias.flatMap { node[$0] }
  }

  /// The key's value, converted by `read`; nil if the key is absent.
  ///
  /// - Throws: if `read` returns nil.
  func value<Value>(_ key: String, _ read: (YAMLNode) -> Value?) throws(TaskFileError) -> Value? {
    guard let node = node(key) else { return nil }
    guard let value = read(node) else { throw wrong(key, node) }
    return value
  }

  func text(_ key: String) throws(TaskFileError) -> String? { try value(key) { $0.words } }

  func required(_ key: String) throws(TaskFileError) -> String {
    guard let text = try text(key) else {
      throw TaskFileError(.missingKey(TaskFileKey.row(key, in: place).path), path: path, line: node.line)
    }
    return text
  }

  /// A list, or a text of names separated by commas.
  func names(_ key: String) throws(TaskFileError) -> [String]? {
    try value(key) { $0.list(splitsText: true) }
  }

  /// A text or a list of texts.
  func files(_ key: String) throws(TaskFileError) -> [String] {
    try value(key) { $0.list(splitsText: false) } ?? []
  }

  func count(_ key: String) throws(TaskFileError) -> Int? {
    try value(key) { $0.words.flatMap { Int($0) }.flatMap { (1...1_000_000_000).contains($0) ? $0 : nil } }
  }

  func seed(_ key: String) throws(TaskFileError) -> UInt64? {
    try value(key) { $0.words.flatMap { UInt64($0) } }
  }

  func number(_ key: String, where isAllowed: (Double) -> Bool) throws(TaskFileError) -> Double? {
    try value(key) { $0.number.flatMap { isAllowed($0) ? $0 : nil } }
  }

  /// Any of YAML's words for yes and no.
  func flag(_ key: String) throws(TaskFileError) -> Bool? {
    try value(key) { node in
      switch node.words {
      case "true", "yes", "on": true
      case "false", "no", "off": false
      default: nil
      }
    }
  }

  /// One of a type's cases; an underscore may stand for a hyphen.
  func choice<Value: RawRepresentable<String>>(_ key: String) throws(TaskFileError) -> Value? {
    try value(key) { $0.words.flatMap { Value(rawValue: $0.replacing("_", with: "-")) } }
  }

  /// A mapping with its own keys.
  func section(_ key: String, as place: TaskFileKey.Place) throws(TaskFileError) -> TaskFileSection? {
    guard let node = node(key) else { return nil }
    return try TaskFileSection(node, place: place, path: path)
  }

  func wrong(_ key: String, _ node: YAMLNode) -> TaskFileError {
    let row = TaskFileKey.row(key, in: place)
    return TaskFileError(
      .wrongValue(key: row.path, expected: row.form.words, found: node.described), path: path, line: node.line
    )
  }
}

extension YAMLNode {
  /// The text of a scalar that is not empty.
  var words: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

  /// The number that a scalar writes, if it is finite.
  var number: Double? { words.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }

  /// A list of at least one text, none of them empty.
  func list(splitsText: Bool) -> [String]? {
    let items: [String?]
    switch self {
    case .scalar(let text, _):
      items =
        splitsText ? text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed) : [text]
    case .sequence(let nodes, _): items = nodes.map(\.words)
    case .mapping: return nil
    }
    let texts = items.compactMap { $0 }.filter { !$0.isEmpty }
    return texts.count == items.count && !texts.isEmpty ? texts : nil
  }

  /// What it is, as an error names it.
  var described: String {
    switch self {
    case .scalar(let text, _): text.isEmpty ? "empty" : "'\(text.displayed)'"
    case .sequence(let nodes, _): nodes.isEmpty ? "an empty list" : "a list"
    case .mapping: "a mapping of keys to values"
    }
  }
}

/// Why a task file cannot be used: which file, which line, what is wrong there.
public struct TaskFileError: Error, Sendable, Hashable {
  /// What can be wrong with a task file.
  public enum Problem: Sendable, Hashable {
    case unreadable(reason: String)
    case notYAML(reason: String)
    /// `place` is the key that it is under; empty at the top level.
    case unknownKey(String, place: String, nearest: String?)
    /// A key that belongs to another place in the file.
    case misplacedKey(String, place: String)
    case wrongValue(key: String, expected: String, found: String)
    case missingKey(String)
    /// Values that contradict each other.
    case contradiction(String)
  }

  /// As the person named it, safe to show.
  public let path: String
  /// From 1; nil if the problem has no single line.
  public let line: Int?
  /// What is wrong.
  public let problem: Problem

  package init(_ problem: Problem, path: String, line: Int? = nil) {
    self.problem = problem
    self.path = path.sanitized
    self.line = line
  }
}

extension TaskFileError: WordedError {
  /// One line: where, what is wrong, and what to do about it.
  public var description: String {
    "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)"
  }
}

extension TaskFileError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let reason): "the task file cannot be read: \(reason)"
    case .notYAML(let reason): "this is not YAML: \(reason.sanitized)"
    case .unknownKey(let key, let place, let nearest):
      "there is no key '\(key.displayed)'\(place.isEmpty ? "" : " under '\(place)'")"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; docs/task-files.md lists the keys")
    case .misplacedKey(let key, let place):
      "'\(key.displayed)' belongs \(place.isEmpty ? "to the top level" : "under '\(place)'")"
    case .wrongValue(let key, let expected, let found):
      "'\(key.displayed)' is \(found); it must be \(expected)"
    case .missingKey(let key): "the key '\(key)' is missing"
    case .contradiction(let reason): reason.sanitized
    }
  }
}
