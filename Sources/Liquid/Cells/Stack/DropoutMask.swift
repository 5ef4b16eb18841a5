import CLiquidKernels

/// Which channels of each lane are 0 while a network learns: the same at every step of a sequence.
///
/// Source: Gal and Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks", 2016.
final class DropoutMask {
  private let width: Int
  private let rate: Double
  /// Tells the masks of a network apart.
  private let place: Int
  /// 0, or what keeps the mean, `[width]`.
  private let factors = LaneBuffer()
  private var isInForce = false

  init(width: Int, rate: Double, place: Int) {
    (self.width, self.rate, self.place) = (width, rate, place)
    factors.reserve(width * LaneShard.lanes)
  }

  /// Begins with a shard; nil: nothing is dropped in it.
  func begin(_ draw: DropoutDraw?) {
    isInForce = draw != nil && rate > 0
    guard isInForce, let draw else { return }
    let kept = Float(1 / (1 - rate))
    for lane in 0..<draw.sequences.count {
      var generator = draw.generator(lane: lane, place: place)
      for channel in 0..<width { factors.row(channel)[lane] = generator.uniform() < rate ? 0 : kept }
    }
  }

  /// Scales a vector in place.
  func apply(to x: UnsafeMutablePointer<Float>) {
    if isInForce { liquid_multiply(Int32(width), x, factors.row(0), x) }
  }
}
