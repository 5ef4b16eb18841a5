import CLiquidKernels

/// The kernels' dense layer applied to one shard: the yardstick of benchmarks of dense networks.
package final class DenseLoop {
  /// Multiply-adds of one run: weights times lanes.
  package let multiplyAdds: Int
  package let weights = LaneBuffer()
  package let input = LaneBuffer()
  package let output = LaneBuffer()
  private let width: Int

  /// - Parameter width: inputs, and as many outputs.
  package init(width: Int) {
    self.width = width
    multiplyAdds = width * width * LaneShard.lanes
    weights.reserve(width * width)
    input.reserve(width * LaneShard.lanes)
    output.reserve(width * LaneShard.lanes)
  }

  /// output = weights input
  package func run() {
    liquid_dense(Int32(width), Int32(width), weights.row(0), nil, input.row(0), output.row(0))
  }
}
