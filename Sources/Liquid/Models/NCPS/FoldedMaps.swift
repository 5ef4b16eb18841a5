/// Takes the maps of a CfC, which the package's CfC does not have, into the dense layers next to them: the network
/// computes the same.
struct FoldedMaps {
  /// The tensors of ours that are folded into others, or written by `dense`.
  static let tensors: Set = ["input_w", "input_b", "output_w", "output_b", "readout_w", "readout_b"]

  /// The package's dense layer after the outputs, `fc`: empty where the states are the outputs.
  let dense: [SafetensorsTensor]
  /// Its outputs.
  let outputs: Int?
  private let inputWeight: [Float]?
  private let inputBias: [Float]?

  /// - Parameter width: how many states the package's cell gives out, of which the first are read; all neurons'
  ///   unless said otherwise.
  init(_ cell: CfC, _ model: Model, width: Int? = nil) {
    func tensor(_ name: String) -> [Float]? {
      cell.layout.entries.contains { $0.name == name } ? Array(model[parameter: name]) : nil
    }
    inputWeight = tensor("input_w")
    inputBias = tensor("input_b")
    let (width, read) = (width ?? cell.wiring.neurons, cell.wiring.outputs)
    let projection = tensor("readout_w")
    if projection == nil, cell.options.outputMap == .none, width == read {
      (dense, outputs) = ([], nil)
      return
    }
    let count = cell.outputWidth
    var weights = [Float](repeating: 0, count: count * width)
    var bias = tensor("readout_b") ?? [Float](repeating: 0, count: count)
    let (outputWeight, outputBias) = (tensor("output_w"), tensor("output_b"))
    for output in 0..<count {
      for state in 0..<read {
        let weight = projection?[output * read + state] ?? (output == state ? 1 : 0)
        weights[output * width + state] = weight * (outputWeight?[state] ?? 1)
        if let outputBias { bias[output] += weight * outputBias[state] }
      }
    }
    outputs = count
    dense = [
      SafetensorsTensor(name: "fc.weight", shape: [count, width], floats: weights),
      SafetensorsTensor(name: "fc.bias", shape: [count], floats: bias),
    ]
  }

  /// Scales the columns of the inputs, which are the first of each row of `width` elements.
  func scale(_ weights: inout [Float], width: Int) {
    guard let inputWeight else { return }
    for row in stride(from: 0, to: weights.count, by: width) {
      for (input, factor) in inputWeight.enumerated() { weights[row + input] *= factor }
    }
  }

  /// Adds what a layer makes of the input map's bias to its own.
  ///
  /// - Parameter weights: of that layer, not scaled yet.
  func shift(_ bias: inout [Float], weights: some Collection<Float>, width: Int) {
    guard let inputBias else { return }
    let weights = Array(weights)
    for row in bias.indices {
      for (input, value) in inputBias.enumerated() { bias[row] += weights[row * width + input] * value }
    }
  }
}
