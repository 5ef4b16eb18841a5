/// What a tensor of our layouts is called in a state dict, and its shape there: for all tensors but those of
/// synapses, whose elements are arranged in another way.
struct NCPSTensor {
  let name: String
  let shape: [Int]

  /// - Parameters:
  ///   - cell: what the names of the module's cell begin with.
  ///   - backbone: the names of a CfC's dense layers, in their order.
  init(_ entry: ParameterLayout.Entry, cell: String, backbone: [String] = []) {
    shape = Self.rows.contains(entry.name) ? [1] + entry.shape : entry.shape
    if let known = Self.ofModule[entry.name] {
      name = known
      return
    }
    guard let kind = Self.kinds[String(entry.name.suffix(2))] else {
      name = cell + entry.name
      return
    }
    let stem = entry.name.dropLast(2)
    let layer = stem.hasPrefix("backbone_") ? Int(stem.dropFirst("backbone_".count)) : nil
    name = cell + (layer.map { backbone[$0] } ?? String(stem)) + kind
  }

  /// An LSTM beside the cell, before each of its steps.
  static let memory = [
    MemoryTensor.inputWeight: "lstm.input_map.weight", MemoryTensor.inputBias: "lstm.input_map.bias",
    MemoryTensor.recurrentWeight: "lstm.recurrent_map.weight",
  ]
  /// A dense layer after the outputs.
  static let projection = ["readout_w": "fc.weight", "readout_b": "fc.bias"]

  private static let ofModule = memory.merging(projection) { $1 }
  private static let kinds = ["_w": ".weight", "_b": ".bias"]
  /// Matrices of one row.
  private static let rows = ["w_tau", "A"]
}

extension StateDict {
  var hasMemory: Bool { NCPSTensor.memory.values.contains { has($0) } }

  /// The width of the dense layer after the outputs; nil where there is none.
  func projection() throws(NCPSError) -> Int? {
    guard NCPSTensor.projection.values.contains(where: { has($0) }) else { return nil }
    return try shape("fc.weight", rank: 2)[0]
  }

  mutating func take(_ tensor: NCPSTensor) throws(NCPSError) -> [Float] {
    try take(tensor.name, shape: tensor.shape)
  }
}

/// Where in a state dict a network lies, and which of the package's it is.
struct NCPSPlace: Hashable {
  enum Kind {
    case ltc
    case cfc
    case wiredCfC
  }

  let kind: Kind
  /// What all names of the module begin with, such as `rnn.`; empty for the module itself.
  let prefix: String
  /// What the names of the module's cell begin with after it: `rnn_cell.`, or nothing for a cell alone.
  let cell: String

  /// Finds the one network of a file, or the one under a prefix (with or without its last point).
  init(in file: Safetensors, prefix: String?) throws(NCPSError) {
    let all = Set(file.tensors.compactMap { Self.place(ofTensor: $0.name) })
    let known = Set(all.map(\.prefix)).sorted()
    var found = all
    if let prefix {
      let whole = prefix.isEmpty || prefix.hasSuffix(".") ? prefix : prefix + "."
      found = all.filter { $0.prefix == whole }
      if found.isEmpty { throw .noSuchPrefix(prefix, known: known) }
    }
    guard let place = found.first else { throw .noNetwork }
    guard found.count == 1 else { throw .severalNetworks(prefixes: known) }
    self = place
  }

  private init(kind: Kind, path: Substring) {
    let name = NCPS.cellPrefix
    let isCell = path == name || path.hasSuffix("." + name)
    self.kind = kind
    prefix = String(isCell ? path.dropLast(name.count) : path)
    cell = isCell ? name : ""
  }

  /// Nil for a tensor that tells no network from another.
  private static func place(ofTensor name: String) -> NCPSPlace? {
    let marks: [(Kind, String)] = [(.ltc, "gleak"), (.wiredCfC, "layer_0.ff1.weight"), (.cfc, "ff1.weight")]
    for (kind, mark) in marks where name == mark || name.hasSuffix("." + mark) {
      let path = name.dropLast(mark.count)
      // The other layers of a wired CfC are no networks of their own.
      if kind == .cfc, path.split(separator: ".").last?.hasPrefix("layer_") == true { return nil }
      return NCPSPlace(kind: kind, path: path)
    }
    return nil
  }
}
