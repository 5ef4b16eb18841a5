/// What a tensor of our layout is called in a state dict, and its shape there; the elements are the same.
struct NCPSTensor {
  let name: String
  let shape: [Int]
  /// Whether it belongs to the cell rather than to the module around it.
  var isOfCell = true

  /// - Parameter backbone: the names of a CfC's dense layers, in their order.
  init(_ entry: ParameterLayout.Entry, backbone: [String]) {
    let kinds = ["_w": ".weight", "_b": ".bias"]
    shape = entry.name == "A" || entry.name == "w_tau" ? [1] + entry.shape : entry.shape
    guard let kind = kinds[String(entry.name.suffix(2))] else {
      name = entry.name
      return
    }
    let stem = entry.name.dropLast(2)
    let layer = stem.hasPrefix("backbone_") ? Int(stem.dropFirst("backbone_".count)) : nil
    name = (layer.map { backbone[$0] } ?? String(stem)) + kind
  }
}
