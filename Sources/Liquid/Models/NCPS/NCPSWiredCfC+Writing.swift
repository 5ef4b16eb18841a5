extension NCPSWiredCfC {
  /// The module of a CfC whose heads have the package's synapses.
  static func module(_ cell: CfC, _ model: Model) throws(NCPSError) -> NCPSModule {
    let neurons = LayeredNeurons(cell.wiring)
    let last = neurons.members.last ?? []
    guard neurons.members.count != 2 else {
      throw .inexpressible(
        "a wired CfC of the package has one layer of neurons or three (inter, command, motor)")
    }
    guard last.starts(with: 0..<cell.wiring.outputs) else {
      throw .inexpressible("a wired CfC of the package gives out neurons of the last layer alone")
    }
    let folded = FoldedMaps(cell, model, width: last.count)
    var tensors: [SafetensorsTensor] = []
    for layer in neurons.members.indices {
      let prefix = "\(NCPS.cellPrefix)layer_\(layer)."
      let mask = mask(ofLayer: layer, neurons, cell.wiring)
      tensors.append(
        SafetensorsTensor(
          name: prefix + "sparsity_mask", shape: neurons.shape(ofLayer: layer), floats: mask))
      tensors += parameters(ofLayer: layer, neurons, cell, model, folded)
    }
    for entry in cell.layout.entries where NCPSTensor.memory[entry.name] != nil {
      let values = MemoryOrder(neurons).theirs(Array(model.parameters[entry.range]), entry)
      tensors.append(
        SafetensorsTensor(name: NCPSTensor(entry, cell: "").name, shape: entry.shape, floats: values))
    }
    return NCPSModule(
      tensors: tensors + folded.dense, expression: expression(cell, neurons, projection: folded.outputs),
      facts: [NCPSOptions.Key.mode: cell.options.mode.rawValue])
  }

  private static func mask(ofLayer layer: Int, _ neurons: LayeredNeurons, _ wiring: Wiring) -> [Float] {
    let (shape, features) = (neurons.shape(ofLayer: layer), neurons.features(ofLayer: layer))
    var mask = (0..<shape[0] * shape[1]).map { $0 % shape[1] < features ? Float(0) : 1 }
    let places =
      layer == 0
      ? wiring.sensorySynapses.filter { neurons.place(of: $0.target).layer == 0 }
        .map { neurons.place(input: $0.source, target: $0.target) }
      : wiring.synapses.filter { synapse in
        neurons.place(of: synapse.target).layer == layer
          && neurons.place(of: synapse.source).layer == layer - 1
      }.map { neurons.place(source: $0.source, target: $0.target) }
    for place in places { mask[place.index] = 1 }
    return mask
  }

  /// The weights, biases and time constants of one layer.
  private static func parameters(
    ofLayer layer: Int, _ neurons: LayeredNeurons, _ cell: CfC, _ model: Model, _ folded: FoldedMaps
  ) -> [SafetensorsTensor] {
    let prefix = "\(NCPS.cellPrefix)layer_\(layer)."
    let (members, shape) = (neurons.members[layer], neurons.shape(ofLayer: layer))
    var tensors: [SafetensorsTensor] = []
    for head in cell.options.mode.heads {
      var weights = [Float](repeating: 0, count: shape[0] * shape[1])
      for entry in cell.layout.entries {
        guard let tensor = WiredTensor(entry, cell: cell), tensor.head == head else { continue }
        for (place, value) in zip(tensor.places(neurons), model.parameters[entry.range])
        where place.layer == layer {
          weights[place.index] = value
        }
      }
      let all = Array(model[parameter: head + "_b"])
      var bias = members.map { all[$0] }
      if layer == 0 {
        folded.shift(&bias, weights: weights, width: shape[1])
        folded.scale(&weights, width: shape[1])
      }
      tensors.append(SafetensorsTensor(name: "\(prefix)\(head).weight", shape: shape, floats: weights))
      tensors.append(SafetensorsTensor(name: "\(prefix)\(head).bias", shape: [members.count], floats: bias))
    }
    for name in cell.options.mode == .pure ? ["w_tau", "A"] : [] {
      let all = Array(model[parameter: name])
      let values = members.map { all[$0] }
      tensors.append(SafetensorsTensor(name: prefix + name, shape: [1, members.count], floats: values))
    }
    return tensors
  }

  /// The fan-outs of the wiring do not matter: the masks come with the state dict.
  private static func expression(_ cell: CfC, _ neurons: LayeredNeurons, projection: Int?) -> String {
    let sizes = neurons.members.map { "\($0.count)" }
    let wiring =
      sizes.count == 1
      ? "FullyConnected(\(sizes[0]))" : "NCP(\((sizes + ["1", "1", "0", "1"]).joined(separator: ", ")))"
    let arguments = ["\(cell.wiring.inputs)", wiring] + NCPSCfC.common(of: cell, projection: projection)
    return "CfC(\(arguments.joined(separator: ", ")))"
  }
}
