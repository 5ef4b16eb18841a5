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
      tensors.append(
        SafetensorsTensor(
          name: "\(NCPS.cellPrefix)layer_\(layer).sparsity_mask", shape: neurons.shape(ofLayer: layer),
          floats: mask(ofLayer: layer, neurons, cell.wiring)))
    }
    for head in cell.options.mode.heads {
      tensors += self.tensors(ofHead: head, neurons, cell, model, folded)
    }
    for name in cell.options.mode == .pure ? ["w_tau", "A"] : [] {
      tensors += vectors(name, neurons, model)
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

  /// The matrices of a head, one a layer: 0 where there is no synapse.
  private static func weights(
    ofHead head: String, _ neurons: LayeredNeurons, _ cell: CfC, _ model: Model
  ) -> [[Float]] {
    var matrices = neurons.members.indices.map { layer in
      let shape = neurons.shape(ofLayer: layer)
      return [Float](repeating: 0, count: shape[0] * shape[1])
    }
    for entry in cell.layout.entries {
      guard let tensor = WiredTensor(entry, cell: cell), tensor.head == head else { continue }
      for (place, value) in zip(tensor.places(neurons), model.parameters[entry.range]) {
        matrices[place.layer][place.index] = value
      }
    }
    return matrices
  }

  /// The weights and biases of a head in all layers.
  private static func tensors(
    ofHead head: String, _ neurons: LayeredNeurons, _ cell: CfC, _ model: Model, _ folded: FoldedMaps
  ) -> [SafetensorsTensor] {
    let all = Array(model[parameter: head + "_b"])
    let matrices = weights(ofHead: head, neurons, cell, model)
    return neurons.members.indices.flatMap { layer in
      let (members, shape) = (neurons.members[layer], neurons.shape(ofLayer: layer))
      var (weights, bias) = (matrices[layer], members.map { all[$0] })
      if layer == 0 {
        folded.shift(&bias, weights: weights, width: shape[1])
        folded.scale(&weights, width: shape[1])
      }
      let name = "\(NCPS.cellPrefix)layer_\(layer).\(head)"
      return [
        SafetensorsTensor(name: name + ".weight", shape: shape, floats: weights),
        SafetensorsTensor(name: name + ".bias", shape: [members.count], floats: bias),
      ]
    }
  }

  /// A tensor of the mode pure, in all layers.
  private static func vectors(
    _ name: String, _ neurons: LayeredNeurons, _ model: Model
  ) -> [SafetensorsTensor] {
    let all = Array(model[parameter: name])
    return neurons.members.enumerated().map { layer, members in
      SafetensorsTensor(
        name: "\(NCPS.cellPrefix)layer_\(layer).\(name)", shape: [1, members.count],
        floats: members.map { all[$0] })
    }
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
