/// What is dropped in a shard's sequences: the same for the same seed, whatever thread runs them and however often.
struct DropoutDraw {
  private let seed: UInt64
  /// Those of the batch that the shard holds, one in each lane.
  let sequences: Range<Int>

  /// Nil where nothing is dropped.
  init?(seed: UInt64?, sequences: Range<Int>) {
    guard let seed else { return nil }
    (self.seed, self.sequences) = (seed, sequences)
  }

  /// Random numbers of one sequence.
  ///
  /// - Parameters:
  ///   - place: tells the masks of a network apart, below 65,536.
  ///   - step: where they change from step to step.
  func generator(lane: Int, place: Int, step: Int = 0) -> SeededGenerator {
    let sequence = UInt64(sequences.lowerBound + lane)
    // Each has bits of its own for any batch and length that fit in memory.
    return SeededGenerator(
      seed: seed ^ (UInt64(place) << 48 | (sequence & 0xFF_FFFF) << 24 | UInt64(step) & 0xFF_FFFF))
  }
}
