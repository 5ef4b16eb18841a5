/// What stands between a cell's neurons and the world: an elementwise map on each side, and on request a dense
/// layer behind the outputs.
struct NetworkPorts {
  let inputs: Int
  /// The neurons that the output map reads: the first ones.
  let read: Int
  let inputMap: ChannelMap
  let outputMap: ChannelMap
  /// Outputs of the dense layer; nil: there is none.
  let projection: Int?

  var outputWidth: Int { projection ?? read }

  /// The largest dense layer behind the outputs that files may ask for.
  static let widestProjection = 65_536

  /// Throws where a projection has a size that is not allowed.
  static func validate(projection: Int?) throws(ArchitectureError) {
    guard let projection, !(1...widestProjection).contains(projection) else { return }
    throw .invalidOption(
      name: "projection", value: "\(projection)", allowed: "between 1 and \(widestProjection)")
  }
}

extension ParameterLayout {
  /// Adds the tensors of a network's ports behind the others; which exist depends on the maps' kinds.
  mutating func append(_ ports: NetworkPorts) {
    append("input", width: ports.inputs, map: ports.inputMap)
    append("output", width: ports.read, map: ports.outputMap)
    if let projection = ports.projection {
      append("readout_w", shape: [projection, ports.read])
      append("readout_b", shape: [projection])
    }
  }

  private mutating func append(_ name: String, width: Int, map: ChannelMap) {
    if map != .none { append(name + "_w", shape: [width]) }
    if map == .affine { append(name + "_b", shape: [width]) }
  }
}
