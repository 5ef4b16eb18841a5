import CLiquidKernels

// Shapes, in rows of 16 floats: R values that are read
//   counts: see Pooling.countRows   pooled, x [R]

/// What a readout reads of the steps so far, forward and backward.
final class StackPool {
  static let queryTensor = "pool_query"

  let pooling: Pooling
  private let width: Int
  private let queryRange: Range<Int>?
  private var query: [Float]
  private let querySums = LaneBuffer()
  /// The values of each step, `[slots, R]`.
  private let values = LaneBuffer()
  /// For attention: share and kept, `[slots, 2]`.
  private let shares = LaneBuffer()
  private let valueGradient = LaneBuffer()

  init(_ pooling: Pooling, width: Int, layout: ParameterLayout) {
    (self.pooling, self.width) = (pooling, width)
    queryRange = pooling == .attention ? layout[Self.queryTensor] : nil
    query = Array(repeating: 0, count: width)
    querySums.reserve(width * LaneShard.lanes)
    valueGradient.reserve(width * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    guard let queryRange else { return }
    for place in 0..<width { query[place] = parameters[queryRange.lowerBound + place] }
  }

  func reserve(slots: Int) {
    values.reserve(slots * width * LaneShard.lanes)
    shares.reserve(slots * 2 * LaneShard.lanes)
  }

  /// Where a step's values are to be written before `forward`, `[R]`.
  func input(slot: Int) -> UnsafeMutablePointer<Float> { values.row(slot * width) }

  /// From the counts and pooled values before the step to those after it.
  func forward(
    slot: Int, counts: UnsafePointer<Float>, pooled: UnsafePointer<Float>,
    to nextCounts: UnsafeMutablePointer<Float>, _ next: UnsafeMutablePointer<Float>
  ) {
    let (x, lanes) = (values.row(slot * width), LaneShard.lanes)
    switch pooling {
    case .last: next.update(from: x, count: width * lanes)
    case .mean: liquid_pool_mean(Int32(width), counts, x, pooled, nextCounts, next)
    case .max: liquid_pool_max(Int32(width), counts, x, pooled, nextCounts, next)
    case .attention:
      liquid_pool_attention(
        Int32(width), query, counts, counts + lanes, x, pooled, nextCounts, nextCounts + lanes,
        shares.row(2 * slot), shares.row(2 * slot + 1), next)
    }
  }

  func zeroGradients() { querySums.clear(width * LaneShard.lanes) }

  /// The gradient with respect to a step's values, `[R]`; adds those with respect to what was before.
  ///
  /// - Parameters:
  ///   - gradient, countGradient: with respect to what was after the step.
  ///   - pooledGradient, earlierCountGradient: with respect to what was before it.
  func backward(
    slot: Int, counts: UnsafePointer<Float>, pooled: UnsafePointer<Float>, nextCounts: UnsafePointer<Float>,
    gradient: UnsafePointer<Float>, countGradient: UnsafePointer<Float>,
    to pooledGradient: UnsafeMutablePointer<Float>, _ earlierCountGradient: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    let (x, out, lanes) = (values.row(slot * width), valueGradient.row(0), LaneShard.lanes)
    valueGradient.clear(width * lanes)
    switch pooling {
    case .last: out.update(from: gradient, count: width * lanes)
    case .mean: liquid_pool_mean_gradient(Int32(width), nextCounts, gradient, out, pooledGradient)
    case .max: liquid_pool_max_gradient(Int32(width), counts, x, pooled, gradient, out, pooledGradient)
    case .attention:
      liquid_pool_attention_gradient(
        Int32(width), query, x, pooled, nextCounts + lanes, shares.row(2 * slot), shares.row(2 * slot + 1),
        gradient, countGradient + lanes, querySums.row(0), out, pooledGradient, earlierCountGradient + lanes)
    }
    return out
  }

  func accumulateGradients(into gradient: inout [Float]) {
    if let queryRange { querySums.addRowSums(to: &gradient, queryRange) }
  }
}
