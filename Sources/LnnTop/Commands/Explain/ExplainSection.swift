/// A part of an explanation as people read it: a title, some sentences, a table.
struct ExplainSection {
  let title: String
  /// Sentences.
  var lines: [String] = []
  /// A list.
  var items: [String] = []
  var table: TextTable?

  var text: String {
    ([title.uppercased()] + lines + items + [table?.text].compactMap(\.self)).joined(separator: "\n")
  }

  var markdown: String {
    var parts = ["## \(title)"]
    if !lines.isEmpty { parts.append(lines.map(\.markdownEscaped).joined(separator: "\n")) }
    if !items.isEmpty { parts.append(items.map { "* " + $0.markdownEscaped }.joined(separator: "\n")) }
    if let table { parts.append(table.markdown) }
    return parts.joined(separator: "\n\n")
  }
}
