import Text
import YAML

/// The keys of a sweep file, or of a part of it, each read as what it must be.
struct SweepSection {
  private let entries: [YAMLEntry]
  private let path: String
  private let prefix: String

  /// - Parameters:
  ///   - words: what it is called in messages.
  ///   - keys: those that it may have.
  init(
    _ node: YAMLNode, called words: String, keys: [SweepKey], path: String, prefix: String = ""
  ) throws(SweepFileError) {
    guard case .mapping(let entries, _) = node else {
      throw SweepFileError("\(words) must be keys with values", path: path, line: node.line)
    }
    (self.entries, self.path, self.prefix) = (entries, path, prefix)
    let keys = keys.map(\.name)
    if let entry = entries.first(where: { !keys.contains($0.key) }) {
      let nearest = EditDistance.nearest(to: entry.key, among: keys)
      let hint = nearest.map { "did you mean '\($0)'?" } ?? "there are \(keys.joined(separator: ", "))"
      throw SweepFileError("there is no key '\(entry.key.displayed)'; \(hint)", path: path, line: entry.line)
    }
  }

  subscript(key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }

  /// The line of each key, and of the keys below it.
  var lines: [String: Int] {
    var lines: [String: Int] = [:]
    for entry in entries {
      lines[entry.key] = entry.line
      guard case .mapping(let inner, _) = entry.value else { continue }
      for other in inner { lines["\(entry.key).\(other.key)"] = other.line }
    }
    return lines
  }

  /// An error at a key, by its path from here.
  func error(_ reason: String, at key: String) -> SweepFileError {
    SweepFileError(reason, path: path, line: lines[key])
  }

  /// An error at a node of the file.
  func error(_ reason: String, at node: YAMLNode) -> SweepFileError {
    SweepFileError(reason, path: path, line: node.line)
  }

  /// The keys below a key.
  func section(_ key: String, keys: [SweepKey]) throws(SweepFileError) -> SweepSection {
    guard let node = self[key] else { throw error("'\(prefix)\(key)' is missing", at: key) }
    return try SweepSection(
      node, called: "'\(prefix)\(key)'", keys: keys, path: path, prefix: "\(prefix)\(key).")
  }

  func text(_ key: String) throws(SweepFileError) -> String? {
    guard let node = self[key] else { return nil }
    guard let text = node.text, !text.isEmpty else {
      throw error("'\(prefix)\(key)' must be a word or a text", at: node)
    }
    return text
  }

  func count(_ key: String, from least: Int = 1, through most: Int) throws(SweepFileError) -> Int? {
    guard let node = self[key] else { return nil }
    guard let text = node.text, let count = Int(text), (least...most).contains(count) else {
      let bound = most == .max ? "of at least \(least)" : "from \(least) to \(NumberText.grouped(most))"
      throw error("'\(prefix)\(key)' must be a whole number \(bound)", at: node)
    }
    return count
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(SweepFileError) -> Choice? where Choice.RawValue == String {
    guard let node = self[key] else { return nil }
    guard let choice = node.text.flatMap(Choice.init(rawValue:)) else {
      let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("'\(prefix)\(key)' must be one of \(all)", at: node)
    }
    return choice
  }

  /// A list of words; a single word is a list of one.
  func list(_ key: String) throws(SweepFileError) -> [String]? {
    guard let node = self[key] else { return nil }
    if let text = node.text { return [text] }
    guard case .sequence(let items, _) = node, items.allSatisfy({ $0.text != nil }) else {
      throw error("'\(prefix)\(key)' must be a list of words", at: node)
    }
    return items.compactMap(\.text)
  }

  /// Options with their values; a list is a value with commas.
  func words(_ key: String) throws(SweepFileError) -> [String: String] {
    guard let node = self[key] else { return [:] }
    guard case .mapping(let entries, _) = node else {
      throw error("'\(prefix)\(key)' must be options with values", at: node)
    }
    var words: [String: String] = [:]
    for entry in entries {
      guard let word = entry.value.optionWord else {
        throw error("the value of '\(entry.key.displayed)' must be a word or a list", at: entry.value)
      }
      words[entry.key] = word
    }
    return words
  }
}

extension YAMLNode {
  /// The value of an option as a command line has it; nil where it is none.
  var optionWord: String? {
    switch self {
    case .scalar(let text, _): text
    case .sequence(let items, _):
      items.allSatisfy { $0.text != nil } ? items.compactMap(\.text).joined(separator: ",") : nil
    case .mapping: nil
    }
  }
}
