/// How channels are scaled on their way into or out of a cell, elementwise.
public enum ChannelMap: String, Sendable, Hashable, Codable, CaseIterable {
  /// weight times value plus bias
  case affine
  /// weight times value
  case linear
  case none
}

extension ParameterLayout {
  /// Adds the tensors of a cell's input and output maps behind the others; which exist depends on their
  /// kinds.
  mutating func appendMaps(wiring: Wiring, input: ChannelMap, output: ChannelMap) {
    append("input", width: wiring.inputs, map: input)
    append("output", width: wiring.outputs, map: output)
  }

  private mutating func append(_ name: String, width: Int, map: ChannelMap) {
    if map != .none { append(name + "_w", shape: [width]) }
    if map == .affine { append(name + "_b", shape: [width]) }
  }
}
