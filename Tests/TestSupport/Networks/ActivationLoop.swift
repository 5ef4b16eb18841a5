import CLiquidKernels
import Liquid

/// The kernels' activations applied to a buffer, with their slopes: for tests of their accuracy.
package final class ActivationLoop {
  package let input = LaneBuffer()
  package let output = LaneBuffer()
  package let slope = LaneBuffer()
  private let kind: liquid_activation
  private let rows: Int

  /// - Parameter count: elements, rounded up to whole rows of 16.
  package init(_ activation: CfC.Activation, count: Int) {
    kind = activation.kernel
    rows = LaneShard.count(sequences: count)
    for buffer in [input, output, slope] { buffer.reserve(rows * LaneShard.lanes) }
  }

  /// output = f(input), slope = f'(input)
  package func run() {
    liquid_activation_apply(kind, Int32(rows), input.row(0), output.row(0))
    slope.row(0).update(repeating: 1, count: rows * LaneShard.lanes)
    liquid_activation_gradient(kind, Int32(rows), input.row(0), output.row(0), slope.row(0))
  }
}
