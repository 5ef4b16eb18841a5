import Text

/// Why a theme file cannot be used.
public struct ThemeError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Cause: Sendable, Hashable {
    /// The file cannot be read; the system's words.
    case unreadable(String)
    /// Not YAML, or YAML that asks for too much.
    case notYAML(String)
    /// `system` names something other than base16 or base24.
    case unknownSystem(String)
    case missing(key: String)
    /// A value of the wrong type.
    case notText(key: String)
    /// Not six hexadecimal digits.
    case notAColor(key: String, value: String)
    /// Neither dark nor light.
    case unknownVariant(String)
  }

  public var file: String
  /// From 1, where the cause has a place.
  public var line: Int?
  public var cause: Cause

  public init(file: String, line: Int?, cause: Cause) {
    self.file = file
    self.line = line
    self.cause = cause
  }

  /// One line: file, line, cause and what would be right.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "theme \(place): \(cause.words)".displayed(limit: 400)
  }
}

extension ThemeError.Cause {
  fileprivate var words: String {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .notYAML(let reason): "not a theme: \(reason)"
    case .unknownSystem(let system): "the system '\(system)' is unknown; base16 and base24 are read"
    case .missing(let key): "\(key) is missing"
    case .notText(let key): "\(key) must be plain text"
    case .notAColor(let key, let value): "\(key): '\(value)' is not a colour; write six hexadecimal digits"
    case .unknownVariant(let variant): "the variant '\(variant)' is unknown; write dark or light"
    }
  }
}
