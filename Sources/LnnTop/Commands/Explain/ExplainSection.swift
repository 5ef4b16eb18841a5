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
