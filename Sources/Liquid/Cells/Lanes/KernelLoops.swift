import CLiquidKernels

/// The kernels' sigmoid applied to a buffer: for tests of its accuracy, and as the yardstick of benchmarks.
package final class SigmoidLoop {
  package let input = LaneBuffer()
  package let output = LaneBuffer()
  private let count: Int

  /// - Parameter count: elements, rounded up to whole rows of 16.
  package init(count: Int) {
    self.count = LaneShard.count(sequences: count) * LaneShard.lanes
    input.reserve(self.count)
    output.reserve(self.count)
  }

  /// output = sigmoid(input)
  package func run() {
    liquid_sigmoid(input.row(0), output.row(0), Int64(count))
  }
}

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
