import Liquid

/// What is wrong with a setting; the program goes on without it.
public struct SettingsNote: Sendable, Hashable {
  public enum Cause: Sendable, Hashable {
    /// The file cannot be read; the system's words.
    case unreadable(String)
    /// Not YAML, or YAML that asks for too much.
    case notYAML(String)
    case unknownKey(String, nearest: String?)
    /// A list or a mapping where a value belongs.
    case notText(key: String)
    case badValue(key: String, value: String, problem: ValueProblem)
  }

  /// `FILE:LINE`, a file or an environment variable.
  public let place: String
  public let cause: Cause
}

extension SettingsNote: CustomStringConvertible {
  public var description: String { "\(place): \(cause)" }
}

extension SettingsNote.Cause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let reason): "the settings cannot be read: \(reason)"
    case .notYAML(let reason):
      "no settings: \(reason); 'lnn-top config --defaults' prints a file to start from"
    case .unknownKey(let key, let nearest):
      "there is no setting \(quotedForMessage(key))" + (nearest.map { " (did you mean \($0)?)" } ?? "")
        + "; 'lnn-top config' lists them"
    case .notText(let key): "\(key) must be one value; the default is used"
    case .badValue(let key, let value, let problem):
      "\(key) cannot be \(quotedForMessage(value)): \(problem); it is left as it was"
    }
  }
}
