/// How many insertions, deletions, replacements and swaps of neighbours turn one word into another.
enum EditDistance {
  /// Source: the optimal string alignment distance; Damerau, "A technique for computer detection and correction
  /// of spelling errors" (1964). Cost: the product of the lengths.
  static func between(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
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
  static func nearest(to word: String, among words: [String]) -> String? {
    // Nothing that long is a typing error, and the cost grows with the length.
    guard word.count <= 64 else { return nil }
    let near = words.map { (word: $0, distance: between(word, $0)) }
      .filter { $0.distance <= max(1, $0.word.count / 3) }
    return near.min { $0.distance < $1.distance }?.word
  }
}
