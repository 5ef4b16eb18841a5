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
