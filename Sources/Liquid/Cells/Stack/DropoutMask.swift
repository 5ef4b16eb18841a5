import CLiquidKernels

/// Which channels of each lane are 0 while a network learns: the same at every step of a sequence.
///
/// Source: Gal and Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks", 2016.
final class DropoutMask {
  private let width: Int
  private let rate: Double
  /// 0, or what keeps the mean, `[width]`.
  private let factors = LaneBuffer()
  private var isInForce = false

  init(width: Int, rate: Double) {
    (self.width, self.rate) = (width, rate)
    factors.reserve(width * LaneShard.lanes)
  }

  /// Draws the mask of a shard's sequences; the same for the same seed and sequence. Nil: none is in force.
  ///
  /// - Parameter place: tells the masks of a network apart.
  func draw(_ seed: UInt64?, place: Int, sequences: Range<Int>) {
    isInForce = seed != nil && rate > 0
    guard isInForce, let seed else { return }
    let kept = Float(1 / (1 - rate))
    for (lane, sequence) in sequences.enumerated() {
      var generator = SeededGenerator(seed: seed &+ UInt64(sequence) &* 0x9E37_79B9 &+ UInt64(place) << 48)
      for channel in 0..<width {
        factors.row(channel)[lane] = generator.uniform() < rate ? 0 : kept
      }
    }
  }

  /// Scales a vector in place.
  func apply(to x: UnsafeMutablePointer<Float>) {
    if isInForce { liquid_multiply(Int32(width), x, factors.row(0), x) }
  }
}
