import YAML

/// One mapping of a task file while it is read: knows its keys, and words what is wrong with their values.
struct TaskFileSection {
  let place: TaskFileKey.Place
  let path: String
  private let node: YAMLNode

  /// - Throws: where the node is no mapping or has a key that the place does not know.
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
    let known = TaskFileKey.names(of: place)
    for entry in entries where !known.contains(entry.key) {
      throw TaskFileError(
        Self.problem(withKey: entry.key, place: place, known: known), path: path, line: entry.line)
    }
  }

  private static func problem(
    withKey key: String, place: TaskFileKey.Place, known: [String]
  ) -> TaskFileError.Problem {
    let near = suggestions(for: key, among: known).first
    if near == nil, let home = TaskFileKey.all.first(where: { $0.name == key }) {
      return .misplacedKey(key, place: home.place.rawValue)
    }
    return .unknownKey(key, place: place.rawValue, nearest: near)
  }

  func node(_ key: String) -> YAMLNode? { node[TaskFileKey.row(key, in: place).name] }

  /// The key's value as `read` understands it; nil where the key is absent.
  ///
  /// - Throws: where `read` gives nil.
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

  /// A list, or a text with commas between the names.
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

  /// YAML's words for yes and no.
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

  /// A mapping with keys of its own.
  func section(_ key: String, as place: TaskFileKey.Place) throws(TaskFileError) -> TaskFileSection? {
    guard let node = node(key) else { return nil }
    return try TaskFileSection(node, place: place, path: path)
  }

  func wrong(_ key: String, _ node: YAMLNode) -> TaskFileError {
    let row = TaskFileKey.row(key, in: place)
    return TaskFileError(
      .wrongValue(key: row.path, expected: row.form, found: node.described), path: path, line: node.line)
  }
}

extension YAMLNode {
  /// The text of a scalar that is not empty.
  var words: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

  /// The number that a scalar writes, if it is finite.
  var number: Double? { words.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }

  /// Texts that are not empty, at least one.
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
    case .sequence: "a list"
    case .mapping: "a mapping of keys to values"
    }
  }
}
