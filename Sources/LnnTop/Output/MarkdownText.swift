import Text

extension TextTable {
  /// As a table of Markdown, titles in ordinary case; what would be markup in a name is shown as it is.
  package var markdown: String {
    func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |" }
    let titles = columns.map { $0.title.lowercased().markdownEscaped }
    let rule = columns.map { $0.alignsRight ? "---:" : "---" }
    return ([titles, rule] + rows.map { $0.map(\.markdownEscaped) }).map(line).joined(separator: "\n")
  }
}

extension String {
  /// Safe text with a backslash before what Markdown would read as markup.
  var markdownEscaped: String {
    sanitized.reduce(into: "") { text, character in
      if "\\`*_{}[]<>|#".contains(character) { text.append("\\") }
      text.append(character)
    }
  }
}
