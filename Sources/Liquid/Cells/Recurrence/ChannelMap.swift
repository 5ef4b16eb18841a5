import CLiquidKernels

/// How channels are scaled on their way into or out of a cell, elementwise.
public enum ChannelMap: String, Sendable, Hashable, Codable, CaseIterable {
  /// weight times value plus bias
  case affine
  /// weight times value
  case linear
  case none
}

/// A channel map with its parameters and the sums of its gradient: what the runners of all cells share.
final class ChannelScaling {
  private let width: Int
  private var values: ChannelMapValues
  private let weightSums = LaneBuffer()
  private let biasSums = LaneBuffer()

  init(_ name: String, map: ChannelMap, width: Int, layout: ParameterLayout) {
    self.width = width
    values = ChannelMapValues(name, map: map, width: width, layout: layout)
    weightSums.reserve(width * LaneShard.lanes)
    biasSums.reserve(width * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) { values.load(parameters) }

  /// Scales rows of lanes, `[width, 16]`.
  func apply(_ x: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>) {
    liquid_affine(Int32(width), values.weight, values.bias, x, out)
  }

  func zeroGradients() {
    weightSums.clear(width * LaneShard.lanes)
    biasSums.clear(width * LaneShard.lanes)
  }

  /// Sums the map's own gradient and adds that with respect to `x` to `xGradient`, unless that is nil.
  func backward(
    _ x: UnsafePointer<Float>, outGradient: UnsafePointer<Float>, xGradient: UnsafeMutablePointer<Float>?
  ) {
    liquid_affine_gradient(
      Int32(width), values.weight, x, outGradient, weightSums.row(0), biasSums.row(0), xGradient)
  }

  /// Adds the sums to a flat vector, `[layout.count]`.
  func accumulateGradients(into gradient: inout [Float]) {
    if let weightRange = values.weightRange { weightSums.addRowSums(to: &gradient, weightRange) }
    if let biasRange = values.biasRange { biasSums.addRowSums(to: &gradient, biasRange) }
  }
}

/// A channel map for a single sequence.
final class VectorMap {
  private var values: ChannelMapValues

  init(_ name: String, map: ChannelMap, width: Int, layout: ParameterLayout) {
    values = ChannelMapValues(name, map: map, width: width, layout: layout)
  }

  func load(_ parameters: [Float]) { values.load(parameters) }

  /// Scales a vector, which may be written over.
  func apply(_ x: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>) {
    for channel in values.weight.indices {
      out[channel] = x[channel] * values.weight[channel] + values.bias[channel]
    }
  }
}

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
