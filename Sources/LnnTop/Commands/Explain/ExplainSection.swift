import Text

/// A part of an explanation as people read it: a title, some sentences, a table.
struct ExplainSection {
  let title: String
  var lines: [String] = []
  var table: TextTable?

  var text: String {
    ([title.uppercased()] + lines + [table?.text].compactMap(\.self)).joined(separator: "\n")
  }

  var markdown: String {
    var parts = ["## \(title)"]
    if !lines.isEmpty { parts.append(lines.map(\.markdownEscaped).joined(separator: "\n")) }
    if let table { parts.append(table.markdown) }
    return parts.joined(separator: "\n\n")
  }
}

extension TextTable {
  /// As a table of Markdown; what would be markup in a name is shown as it is.
  var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let titles = line(columns.map(\.title.markdownEscaped))
    let rule = line(columns.map { $0.alignsRight ? "---:" : "---" })
    return ([titles, rule] + rows.map { line($0.map(\.markdownEscaped)) }).joined(separator: "\n")
  }
}

extension String {
  /// Safe text with a backslash before what Markdown would read as markup.
  fileprivate var markdownEscaped: String {
    sanitized.reduce(into: "") { text, character in
      if "\\`*_{}[]<>|#".contains(character) { text.append("\\") }
      text.append(character)
    }
  }
}
