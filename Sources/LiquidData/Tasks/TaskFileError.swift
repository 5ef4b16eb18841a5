/// Why a task file cannot be used: which file, which line, what is wrong there.
public struct TaskFileError: Error, Sendable, Hashable {
  public enum Problem: Sendable, Hashable {
    case unreadable(reason: String)
    case notYAML(reason: String)
    /// `place` is the key that it stands under; empty at the top.
    case unknownKey(String, place: String, nearest: String?)
    /// A key of another place in the file.
    case misplacedKey(String, place: String)
    case wrongValue(key: String, expected: String, found: String)
    case missingKey(String)
    /// The values do not go together.
    case contradiction(String)
  }

  /// As the person named it, safe to show.
  public let path: String
  /// From 1; nil where the problem has no single line.
  public let line: Int?
  public let problem: Problem

  public init(_ problem: Problem, path: String, line: Int? = nil) {
    self.problem = problem
    self.path = path.sanitized
    self.line = line
  }
}

extension TaskFileError: CustomStringConvertible {
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
