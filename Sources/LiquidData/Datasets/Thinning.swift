import Liquid

/// Leaves out rows at random once their inputs and targets are known: what remains is sampled at irregular times.
struct Thinning {
  /// The positions that are kept, in order.
  private let kept: [Int]
  /// How many kept positions lie before each: `[positions + 1]`.
  private let rank: [Int]

  /// - Parameters:
  ///   - share: of the positions that can be inputs, 0 or more and below 1.
  ///   - segments: those of all parts; each keeps its first position.
  init(share: Double, segments: [Segment], horizon: Int, positionCount: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var isKept = [Bool](repeating: false, count: positionCount)
    for segment in segments {
      for position in segment.usable(horizon: horizon) {
        let isLeftOut = Double.random(in: 0..<1, using: &generator) < share
        isKept[position] = !isLeftOut || position == segment.positions.lowerBound
      }
    }
    var rank = [0]
    for flag in isKept { rank.append(rank[rank.count - 1] + (flag ? 1 : 0)) }
    kept = isKept.indices.filter { isKept[$0] }
    self.rank = rank
  }

  /// The segments among the positions that are left.
  func segments(_ segments: [Segment]) -> [Segment] {
    segments.map { segment in
      let positions = rank[segment.positions.lowerBound]..<rank[segment.positions.upperBound]
      return Segment(positions: positions, sequence: segment.sequence)
    }
  }

  /// The series without the positions that are left out; their times count for the next.
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
    func rows(_ values: [Float]) -> [Float] {
      let width = values.count / max(series.elapsed.count, 1)
      return kept.flatMap { values[$0 * width..<($0 + 1) * width] }
    }
    return Series(
      order: series.order, places: kept.map { series.places[$0] }, inputs: rows(series.inputs),
      elapsed: elapsed, targets: rows(series.targets), weights: rows(series.weights))
  }
}
