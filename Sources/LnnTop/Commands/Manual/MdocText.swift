import Text

/// Text in the mdoc language of manual pages: lines that begin with a dot are macros, all others are text.
///
/// Source: mdoc(7) of mandoc.
struct MdocText {
  private(set) var lines: [String] = []

  var text: String { lines.joined(separator: "\n") }

  /// A macro with words of its own or of the language.
  mutating func macro(_ name: String, _ arguments: String...) {
    lines.append(([".\(name)"] + arguments).joined(separator: " "))
  }

  mutating func section(_ heading: String) { macro("Sh", heading) }

  /// Sentences, each on a line of its own, so that the space between them is the formatter's.
  mutating func paragraph(_ words: String) {
    for sentence in Self.sentences(words) { lines.append(Self.line(sentence)) }
  }

  /// An entry of a list: a term in macros, and what it means.
  mutating func entry(_ term: String, _ meaning: String) {
    macro("It", term)
    paragraph(meaning)
  }

  /// A list of terms and meanings.
  mutating func list(_ add: (inout MdocText) -> Void) {
    macro("Bl", "-tag", "-width", "Ds")
    add(&self)
    macro("El")
  }

  /// Words as an argument of a macro, which is not taken for the name of one.
  static func argument(_ words: String) -> String {
    let escaped = escaped(words).replacing("\"", with: "\"\"")
    return escaped.contains(where: { $0 == " " || $0 == "\"" }) ? "\"\\&\(escaped)\"" : "\\&\(escaped)"
  }

  private static func escaped(_ words: String) -> String {
    words.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }

  /// A line of text, which is not taken for a macro.
  private static func line(_ sentence: String) -> String {
    let escaped = sentence.replacing("\\", with: "\\e").replacing("--", with: "\\-\\-")
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&\(escaped)" : escaped
  }

  private static func sentences(_ words: String) -> [String] {
    let words = words.split(whereSeparator: \.isWhitespace)
    return words.indices.reduce(into: []) { sentences, index in
      let begins = index == 0 || words[index - 1].last.map { ".?!".contains($0) } == true
      if begins {
        sentences.append(String(words[index]))
      } else {
        sentences[sentences.count - 1] += " \(words[index])"
      }
    }
  }
}
