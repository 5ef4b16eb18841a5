/// The tokens of a text that a network looks up by their index.
package struct InputVocabulary: Sendable, Hashable {
  /// The input's name.
  package let input: String
  /// By their index, counted from 0.
  package let tokens: [String]

  package init(input: String, tokens: [String]) {
    (self.input, self.tokens) = (input, tokens)
  }

  /// One token a line, whose number counted from 0 is its index. Control characters, line ends and backslashes are
  /// written as in JSON strings: `\n`, `\u2028`, `\\`.
  package var text: String {
    tokens.map { token in token.unicodeScalars.map(Self.written).joined() + "\n" }.joined()
  }

  private static func written(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default: break
    }
    let separates = [.control, .lineSeparator, .paragraphSeparator].contains(
      scalar.properties.generalCategory)
    guard separates else { return String(Character(scalar)) }
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension NetworkInterface {
  /// That of its text; nil where it has none, or nobody knows the tokens.
  package var vocabulary: InputVocabulary? {
    for input in inputs {
      if case .index(_, let names, .some) = input.kind, !names.isEmpty {
        return InputVocabulary(input: input.name, tokens: names)
      }
    }
    return nil
  }
}
