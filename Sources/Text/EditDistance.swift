/// Finds the word that a mistyped one probably meant.
package enum EditDistance {
  /// Nothing longer is a typing error, and the cost grows with the length.
  private static let longest = 64

  /// The least number of insertions, deletions, replacements and swaps of neighbours that turn one word into the
  /// other.
  ///
  /// Source: the optimal string alignment distance; Damerau, "A technique for computer detection and correction of
  /// spelling errors" (1964).
  /// - Complexity: the product of the lengths.
  package static func between(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }

  /// The word that was probably meant: at most a third of its characters differ. Nil where none is that near.
  package static func nearest(to word: String, among words: [String]) -> String? {
    ranked(word, words) { $0.isNear }.first
  }

  /// The words that were probably meant, nearest first, at most three: those that are as near as `nearest` asks, and
  /// those that contain the word or are contained in it.
  package static func suggestions(for word: String, among words: [String]) -> [String] {
    Array(ranked(word, words) { $0.isNear || $0.contains }.prefix(3))
  }

  private struct Candidate {
    let distance: Int
    let isNear: Bool
    let contains: Bool
  }

  /// The words that pass, nearest first, in their own order where two are equally near. Case does not count.
  private static func ranked(
    _ word: String, _ words: [String], _ passes: (Candidate) -> Bool
  ) -> [String] {
    let wanted = word.lowercased()
    var kept: [(distance: Int, word: String)] = []
    for known in words {
      let other = known.lowercased()
      let isShort = max(wanted.unicodeScalars.count, other.unicodeScalars.count) <= longest
      let distance = isShort ? between(wanted, other) : .max
      let candidate = Candidate(
        distance: distance, isNear: distance <= max(1, other.unicodeScalars.count / 3),
        contains: wanted.count >= 3 && other.contains(wanted) || other.count >= 3 && wanted.contains(other))
      if passes(candidate) { kept.append((distance, known)) }
    }
    // `sorted` is stable.
    return kept.sorted { $0.distance < $1.distance }.map(\.word)
  }
}
