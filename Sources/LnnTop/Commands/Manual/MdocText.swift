import Text

/// Text in the mdoc language of manual pages: lines that begin with a dot are macros, all others are text.
///
/// Source: mdoc(7) of mandoc.
struct MdocText {
  /// Columns of a line of text.
  private static let width = 80

  private(set) var lines: [String] = []

  var text: String { lines.joined(separator: "\n") }

  /// A macro with words of its own or of the language.
  mutating func macro(_ name: String, _ arguments: String...) {
    lines.append(([".\(name)"] + arguments).joined(separator: " "))
  }

  mutating func section(_ heading: String) { macro("Sh", heading) }

  /// Sentences, each of which begins a line, so that the space between them is the formatter's.
  mutating func paragraph(_ words: String) {
    var isSentenceEnd = true
    for word in words.split(whereSeparator: \.isWhitespace) {
      let word = Self.escaped(String(word))
      if let line = lines.last, !isSentenceEnd, line.utf8.count + 1 + word.utf8.count <= Self.width {
        lines[lines.count - 1] += " \(word)"
      } else {
        // What begins a line is not taken for a macro.
        lines.append(word.hasPrefix(".") || word.hasPrefix("'") ? "\\&\(word)" : word)
      }
      isSentenceEnd = word.last.map { ".?!".contains($0) } == true
    }
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
}
