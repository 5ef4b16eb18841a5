import Screen

/// Headings with lines beside them, wrapped; names from files come out harmless.
package struct ReportPage {
  package static let columns = 100
  private static let margin = 14

  private var lines: [String] = []

  package init() {}

  package var text: String { lines.joined(separator: "\n") }

  package mutating func section(_ heading: String, _ paragraphs: String...) {
    section(heading, paragraphs)
  }

  /// Empty paragraphs are left out.
  package mutating func section(_ heading: String, _ paragraphs: [String]) {
    var start = heading
    for paragraph in paragraphs where !paragraph.isEmpty {
      for (index, line) in Self.wrapped(paragraph).enumerated() {
        let margin = String(repeating: " ", count: Self.margin - start.count + (index > 0 ? 2 : 0))
        lines.append(start + margin + line)
        start = ""
      }
    }
  }

  /// Lines that fit beside the margin; a word that does not fit a line is cut up.
  private static func wrapped(_ paragraph: String) -> [String] {
    let width = columns - margin - 2
    var lines = [""]
    for word in sanitized(paragraph).split(separator: " ").flatMap({ pieces(String($0), width: width) }) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if DisplayWidth.of(last) + 1 + DisplayWidth.of(word) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  private static func pieces(_ word: String, width: Int) -> [String] {
    var pieces = [""]
    for character in word {
      if DisplayWidth.of(pieces[pieces.count - 1]) + DisplayWidth.of(String(character)) > width {
        pieces.append("")
      }
      pieces[pieces.count - 1].append(character)
    }
    return pieces
  }
}
