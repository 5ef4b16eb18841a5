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
  /// What the names of the module's cell begin with behind it: `rnn_cell.`, or nothing for a cell alone.
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
