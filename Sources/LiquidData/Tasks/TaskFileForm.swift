import Text

/// The form of a value in a task file, for error messages and for the schema that editors use.
package enum TaskFileForm: Sendable, Hashable {
  case text
  /// The name of a column.
  case column
  /// A list of names, or a text with commas between them.
  case names
  /// Likewise, where none would mean nothing.
  case groups
  /// A path or a list of paths.
  case files
  case whole(from: Int, through: Int? = nil)
  case number(atLeast: Double? = nil, above: Double? = nil, below: Double? = nil)
  /// One of some words.
  case choice([String])
  /// Any of YAML's words for yes and no.
  case flag
  /// What no other case has, in words; what it may be depends on the key.
  case special(String)

  /// The cases of a type.
  static func cases<Value: RawRepresentable<String> & CaseIterable>(of type: Value.Type) -> TaskFileForm {
    .choice(type.allCases.map(\.rawValue))
  }

  /// Such as `a whole number of at least 1`.
  package var words: String {
    switch self {
    case .text: "a text"
    case .column: "the name of a column"
    case .names: "a list of names"
    case .groups: "a list of at least one name"
    case .files: "a file or a list of files"
    case .whole(let least, nil): "a whole number of at least \(least)"
    case .whole(let least, let most?): "a whole number from \(least) to \(most)"
    case .number(let least, let bound, let end): Self.words(atLeast: least, above: bound, below: end)
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .flag: "true or false"
    case .special(let words): words
    }
  }

  private static func words(atLeast least: Double?, above bound: Double?, below end: Double?) -> String {
    let limits = [("of at least", least), ("above", bound), ("and below", end)]
    return limits.reduce("a number") { words, limit in
      limit.1.map { "\(words) \(limit.0) \(NumberText.shortest($0))" } ?? words
    }
  }
}
