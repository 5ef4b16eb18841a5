/// A value of a YAML document, with the line on which each part begins.
package indirect enum YAMLNode: Sendable, Hashable {
  /// The text as written: whoever uses it decides whether it is a number, a date or a boolean.
  case scalar(String, line: Int)
  case sequence([YAMLNode], line: Int)
  /// In the order of the file; keys are unique.
  case mapping([YAMLEntry], line: Int)

  package var line: Int {
    switch self {
    case .scalar(_, let line), .sequence(_, let line), .mapping(_, let line): line
    }
  }

  /// The text of a scalar.
  package var text: String? {
    if case .scalar(let text, _) = self { text } else { nil }
  }

  /// A mapping's value under a key.
  package subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries, _) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }
}

/// A key of a mapping and its value.
package struct YAMLEntry: Sendable, Hashable {
  package var key: String
  package var value: YAMLNode
  package var line: Int
}

/// Why a text is not a YAML document that this program accepts.
package struct YAMLError: Error, Sendable, Hashable {
  package var line: Int?
  package var message: String
}
