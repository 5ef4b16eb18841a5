import Text

/// What became of the texts of a task: how many different tokens a network knows, and how often it meets others.
package struct TokenFacts: Sendable, Encodable {
  package struct Part: Sendable, Encodable {
    package let name: String
    /// With padding, where a text is empty.
    package let tokens: Int
    /// Those that are not in the vocabulary.
    package let unknown: Int
  }

  package let column: String
  /// `words`, `characters` or `bytes`.
  package let kind: String
  /// With padding and unknown.
  package let vocabulary: Int
  /// Those that have rows.
  package let parts: [Part]

  /// Nil for data without tokens. Cost: one pass over the data.
  package init?(dataset: Dataset) {
    let schema = dataset.schema
    guard let text = schema.preparation?.text,
      let input = schema.inputs.firstIndex(where: { $0.column == text.name && $0.isTokens })
    else { return nil }
    let channel = schema.inputs[..<input].reduce(0) { $0 + $1.width }
    column = text.name.sanitized
    kind = text.tokens.kind.rawValue
    vocabulary = schema.inputs[input].levels?.count ?? 0
    parts = Dataset.Part.allCases.compactMap { part in
      var (tokens, unknown) = (0, 0)
      for position in (dataset.stretches[part] ?? []).lazy.flatMap(\.positions) {
        tokens += 1
        if dataset.series.inputs[position * dataset.inputWidth + channel] == Float(TextTokens.unknownIndex) {
          unknown += 1
        }
      }
      return tokens > 0 ? Part(name: part.rawValue, tokens: tokens, unknown: unknown) : nil
    }
  }
}
