/// Lays out help: paragraphs and two columns, no wider than 80 characters.
struct HelpText {
  static let width = 80
  /// Where the second column begins.
  static let column = 30

  private var lines: [String] = []

  /// The lines so far, without a line break behind the last.
  var text: String { lines.joined(separator: "\n") }

  mutating func paragraph(_ words: String) {
    separate()
    lines += Self.wrapped(words, width: Self.width)
  }

  mutating func heading(_ words: String) {
    separate()
    lines.append(words + ":")
  }

  /// A term and what it means; a long term has a line to itself.
  mutating func entry(_ term: String, _ meaning: String) {
    var start = "  " + term
    if start.count > Self.column - 2 {
      lines.append(start)
      start = ""
    }
    for line in Self.wrapped(meaning, width: Self.width - Self.column) {
      lines.append(start + String(repeating: " ", count: Self.column - start.count) + line)
      start = ""
    }
  }

  private mutating func separate() {
    if !lines.isEmpty { lines.append("") }
  }

  /// Lines of whole words; a word that is too long has a line to itself.
  private static func wrapped(_ words: String, width: Int) -> [String] {
    words.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}
