/// A channel map for one sequence alone.
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
