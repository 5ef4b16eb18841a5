import CLiquidKernels

/// A dense layer: its weights as the kernels read them, forward and transposed.
final class DenseLayer {
  let outputs: Int
  let inputs: Int
  /// `[outputs, inputs]`
  let weights = LaneBuffer()
  private let transposed = LaneBuffer()
  private let bias = LaneBuffer()
  private let weightStart: Int
  private let biasStart: Int

  /// - Parameters:
  ///   - weightStart: the first of the weights in the flat parameter vector.
  ///   - biasStart: the first of the biases there.
  init(outputs: Int, inputs: Int, weightStart: Int, biasStart: Int) {
    self.outputs = outputs
    self.inputs = inputs
    self.weightStart = weightStart
    self.biasStart = biasStart
    weights.reserve(outputs * inputs)
    transposed.reserve(outputs * inputs)
    bias.reserve(outputs)
  }

  func load(_ parameters: [Float]) {
    for output in 0..<outputs {
      bias.base[output] = parameters[biasStart + output]
      for input in 0..<inputs {
        let weight = parameters[weightStart + output * inputs + input]
        weights.base[output * inputs + input] = weight
        transposed.base[input * outputs + output] = weight
      }
    }
  }

  /// out = weights x + bias, rows of lanes.
  func forward(_ x: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>) {
    liquid_dense(Int32(outputs), Int32(inputs), weights.base, bias.base, x, out)
  }

  /// What reaches x, written over `xGradient`.
  func backward(_ outGradient: UnsafePointer<Float>, to xGradient: UnsafeMutablePointer<Float>) {
    liquid_dense(Int32(inputs), Int32(outputs), transposed.base, nil, outGradient, xGradient)
  }

  /// Adds the gradient of weights and biases over all steps to a flat vector; a step's `outGradient` lies
  /// right behind the last one's, its x `stride` rows behind.
  func collect(
    steps: Int, outGradient: UnsafePointer<Float>, x: UnsafePointer<Float>, stride: Int,
    into gradient: inout [Float]
  ) {
    gradient.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress else { return }
      liquid_dense_weight_gradient(
        Int32(steps), Int32(outputs), Int32(outputs), outGradient, Int32(inputs), Int32(stride), x,
        base + weightStart)
      liquid_row_sums(Int32(steps), Int32(outputs), Int32(outputs), outGradient, base + biasStart)
    }
  }
}
