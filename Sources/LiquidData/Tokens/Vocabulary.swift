/// The tokens that a network knows, learnt from the training part alone.
enum Vocabulary {
  /// Padding and unknown, then the most frequent tokens, of equally frequent ones those that come first by their bytes.
  ///
  /// - Parameters:
  ///   - codes: the tokens of the training part, as indices into `levels`.
  ///   - levels: all tokens of the table.
  /// - Complexity: one pass over the tokens; sorts the distinct ones.
  static func learn(from codes: some Sequence<Int32>, levels: [String], tokens: TextTokens) -> [String] {
    let special = [TextTokens.padding, TextTokens.unknown]
    if tokens.kind == .bytes { return special + Tokenizer.byteNames }
    var counts = [Int](repeating: 0, count: levels.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    counts[Int(Tokenizer.padding)] = 0
    let frequent = counts.indices.filter { counts[$0] >= max(1, tokens.minimumCount) }
    let sorted = frequent.sorted { one, other in
      if counts[one] != counts[other] { return counts[one] > counts[other] }
      return levels[one].utf8.lexicographicallyPrecedes(levels[other].utf8)
    }
    return special + sorted.prefix(tokens.vocabulary).map { levels[$0] }
  }
}
