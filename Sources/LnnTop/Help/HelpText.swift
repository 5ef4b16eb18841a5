/// Lays out help: paragraphs and two columns, no wider than 80 characters.
struct HelpText {
  static let width = 80
  /// Where the second column begins.
  static let column = 30

  private(set) var text = ""

  mutating func paragraph(_ words: String) {
    separate()
    for line in Self.wrapped(words, width: Self.width) { text += line + "\n" }
  }

  mutating func heading(_ words: String) {
    separate()
    text += words + ":\n"
  }

  /// A term and what it means; a long term has a line to itself.
  mutating func entry(_ term: String, _ meaning: String) {
    var start = "  " + term
    if start.count > Self.column - 2 {
      text += start + "\n"
      start = ""
    }
    for line in Self.wrapped(meaning, width: Self.width - Self.column) {
      text += start + String(repeating: " ", count: Self.column - start.count) + line + "\n"
      start = ""
    }
  }

  private mutating func separate() {
    if !text.isEmpty { text += "\n" }
  }

  /// Lines of whole words; a word that is too long has a line to itself.
  static func wrapped(_ words: String, width: Int) -> [String] {
    words.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}
