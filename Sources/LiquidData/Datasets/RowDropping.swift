import Liquid

/// Drops rows at random after their inputs and targets are known: the times of those that remain are irregular.
struct RowDropping {
  /// The kept positions, in order.
  private let kept: [Int]
  /// The number of kept positions before each position: `[positions + 1]`.
  private let rank: [Int]

  /// - Parameters:
  ///   - share: the share of the positions that can be inputs, at least 0 and below 1.
  ///   - segments: of all parts; each keeps its first position.
  init(share: Double, segments: [Segment], horizon: Int, positionCount: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var isKept = [Bool](repeating: false, count: positionCount)
    for segment in segments {
      for position in segment.usable(horizon: horizon) {
        let isDropped = Double.random(in: 0..<1, using: &generator) < share
        isKept[position] = !isDropped || position == segment.positions.lowerBound
      }
    }
    var rank = [0]
    for flag in isKept { rank.append(rank[rank.count - 1] + (flag ? 1 : 0)) }
    kept = isKept.indices.filter { isKept[$0] }
    self.rank = rank
  }

  /// The segments, in the positions that remain.
  func segments(_ segments: [Segment]) -> [Segment] {
    segments.map { segment in
      let positions = rank[segment.positions.lowerBound]..<rank[segment.positions.upperBound]
      return Segment(positions: positions, sequence: segment.sequence)
    }
  }

  /// The series without the dropped positions; their elapsed times are added to the next position's.
  func series(_ series: Series, segments: [Segment]) -> Series {
    var elapsed: [Float] = []
    elapsed.reserveCapacity(kept.count)
    var previous = -1
    let starts = Set(segments.map(\.positions.lowerBound))
    for position in kept {
      let first = starts.contains(position) ? position : previous + 1
      elapsed.append(series.elapsed[first...position].reduce(0, +))
      previous = position
    }
    func rows(_ values: Stored<Float>) -> Stored<Float> {
      let width = values.count / max(series.elapsed.count, 1)
      return Stored(kept.flatMap { values[$0 * width..<($0 + 1) * width] })
    }
    return Series(
      order: series.order, places: RowList(kept.map { series.places[$0] }),
      inputs: rows(series.inputs), elapsed: Stored(elapsed), targets: rows(series.targets),
      weights: rows(series.weights),
      unknown: series.unknown)
  }
}
