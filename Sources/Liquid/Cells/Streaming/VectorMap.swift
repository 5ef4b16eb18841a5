/// A channel map for one sequence alone.
final class VectorMap {
  // Where there is no such tensor, what does nothing: 1 and 0.
  private var weight: [Float]
  private var bias: [Float]
  private let weightRange: Range<Int>?
  private let biasRange: Range<Int>?

  init(_ name: String, map: ChannelMap, width: Int, layout: ParameterLayout) {
    weight = Array(repeating: 1, count: width)
    bias = Array(repeating: 0, count: width)
    weightRange = map == .none ? nil : layout[name + "_w"]
    biasRange = map == .affine ? layout[name + "_b"] : nil
  }

  func load(_ parameters: [Float]) {
    if let weightRange { weight = Array(parameters[weightRange]) }
    if let biasRange { bias = Array(parameters[biasRange]) }
  }

  /// Scales a vector, which may be written over.
  func apply(_ x: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>) {
    for channel in weight.indices { out[channel] = x[channel] * weight[channel] + bias[channel] }
  }
}
