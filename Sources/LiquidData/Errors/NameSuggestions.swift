/// The known names that a mistyped one probably meant, nearest first, at most three.
///
/// Nearness is the edit distance without regard to case; a name that contains the other counts as near.
func suggestions(for name: String, among known: [String]) -> [String] {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
  var ranked: [(distance: Int, name: String)] = []
  for candidate in known {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
    let distance = editDistance(wanted, other)
    let contained =
      wanted.count >= 3 && (candidate.lowercased().contains(name.lowercased()))
      || other.count >= 3 && name.lowercased().contains(candidate.lowercased())
    if distance <= max(1, wanted.count / 3) || contained { ranked.append((distance, candidate)) }
  }
  return ranked.enumerated()
    .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
    .prefix(3).map(\.element.name)
}

/// How many insertions, deletions and replacements turn one text into the other (Levenshtein).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var previous = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var current = [i + 1]
    for (j, y) in b.enumerated() {
      current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (x == y ? 0 : 1)))
    }
    previous = current
  }
  return previous[b.count]
}
