/// How well a graph was found, where the true one is known. Matrices are `[source][target]`; a channel's edge to itself
/// never counts.
package enum GraphScores {
  /// The area under the ROC curve of scores: the chance that a true edge has a higher score than a pair without one;
  /// equal scores count half.
  ///
  /// - Returns: NaN where every pair has an edge, or none has.
  package static func auroc(scores: [[Double]], truth: [[Bool]]) -> Double {
    let pairs = pairs(truth.count)
    let found = pairs.filter { truth[$0.source][$0.target] }.map { scores[$0.source][$0.target] }
    let others = pairs.filter { !truth[$0.source][$0.target] }.map { scores[$0.source][$0.target] }
    var wins = 0.0
    for score in found {
      for other in others { wins += score > other ? 1 : score == other ? 0.5 : 0 }
    }
    return wins / Double(found.count * others.count)
  }

  /// The structural Hamming distance: pairs with an edge in one of the graphs only. An edge that was found the wrong
  /// way round counts twice.
  package static func hammingDistance(_ found: [[Bool]], _ truth: [[Bool]]) -> Int {
    pairs(truth.count).count { found[$0.source][$0.target] != truth[$0.source][$0.target] }
  }

  /// All pairs of different channels, source by source.
  package static func pairs(_ channels: Int) -> [(source: Int, target: Int)] {
    (0..<channels).flatMap { source in
      (0..<channels).filter { $0 != source }.map { (source, $0) }
    }
  }
}
