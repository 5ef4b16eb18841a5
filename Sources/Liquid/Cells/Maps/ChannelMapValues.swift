/// A channel map's weight and bias in force, `[width]` each: where there is no such tensor, what does nothing.
struct ChannelMapValues {
  private(set) var weight: [Float]
  private(set) var bias: [Float]
  let weightRange: Range<Int>?
  let biasRange: Range<Int>?

  /// - Parameter name: what the tensors' names begin with, such as `input`.
  init(_ name: String, map: ChannelMap, width: Int, layout: ParameterLayout) {
    weight = Array(repeating: 1, count: width)
    bias = Array(repeating: 0, count: width)
    weightRange = map == .none ? nil : layout[name + "_w"]
    biasRange = map == .affine ? layout[name + "_b"] : nil
  }

  /// Takes them from a flat vector; allocates nothing.
  mutating func load(_ parameters: [Float]) {
    if let weightRange {
      for (place, index) in weightRange.enumerated() { weight[place] = parameters[index] }
    }
    if let biasRange { for (place, index) in biasRange.enumerated() { bias[place] = parameters[index] } }
  }
}
