import CLiquidKernels

/// Layer normalisation of some channels in each lane:
///
///     out = scale (x - mean) / sqrt(variance + 1e-5) + shift
///
/// over the channels, as `torch.nn.LayerNorm`. Source: Ba, Kiros and Hinton, "Layer normalization", 2016.
final class LayerNorm {
  static let epsilon: Float = 1e-5

  private let width: Int
  private let ranges: (scale: Range<Int>, shift: Range<Int>)
  private var scale: [Float]
  private var shift: [Float]
  /// `[slots, width]`, and `[slots]`.
  private let normalized = LaneBuffer()
  private let reciprocals = LaneBuffer()
  private let scaleSums = LaneBuffer()
  private let shiftSums = LaneBuffer()

  init(width: Int, ranges: (scale: Range<Int>, shift: Range<Int>)) {
    (self.width, self.ranges) = (width, ranges)
    scale = Array(repeating: 1, count: width)
    shift = Array(repeating: 0, count: width)
    scaleSums.reserve(width * LaneShard.lanes)
    shiftSums.reserve(width * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    for place in 0..<width {
      scale[place] = parameters[ranges.scale.lowerBound + place]
      shift[place] = parameters[ranges.shift.lowerBound + place]
    }
  }

  func reserve(slots: Int) {
    normalized.reserve(slots * width * LaneShard.lanes)
    reciprocals.reserve(slots * LaneShard.lanes)
  }

  func forward(_ x: UnsafePointer<Float>, slot: Int, to out: UnsafeMutablePointer<Float>) {
    liquid_layer_norm(
      Int32(width), Self.epsilon, scale, shift, x, normalized.row(slot * width), reciprocals.row(slot), out)
  }

  func zeroGradients() {
    scaleSums.clear(width * LaneShard.lanes)
    shiftSums.clear(width * LaneShard.lanes)
  }

  /// Adds the gradient with respect to x to `xGradient`.
  func backward(
    _ outGradient: UnsafePointer<Float>, slot: Int, to xGradient: UnsafeMutablePointer<Float>
  ) {
    liquid_layer_norm_gradient(
      Int32(width), scale, normalized.row(slot * width), reciprocals.row(slot), outGradient,
      scaleSums.row(0), shiftSums.row(0), xGradient)
  }

  func accumulateGradients(into gradient: inout [Float]) {
    scaleSums.addRowSums(to: &gradient, ranges.scale)
    shiftSums.addRowSums(to: &gradient, ranges.shift)
  }
}
