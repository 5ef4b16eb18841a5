/// The package's `CfC` and `WiredCfCCell` on a wiring: one or three layers that step in turn, without a backbone.
///
/// The package's mask covers only `ff1` and `ff2`: that is our `HeadMask.ncps`.
enum NCPSWiredCfC {
  static func read(_ state: inout StateDict, options: NCPSOptions) throws(NCPSError) -> NCPS.Import {
    try options.refuseLTC()
    try options.refuse(options.activation?.rawValue, "--activation", "a wired CfC has no backbone")
    let first = state.place.cell + "layer_0."
    let isPure = state.has(first + "w_tau") || state.has(first + "A")
    let neurons = try layers(of: state)
    let masks = try masks(of: &state, neurons)
    let wiring = try wiring(neurons, masks: masks)
    let cellOptions = CfC.Options(
      mode: try options.mode(isPure: isPure), backboneLayers: 0, heads: wiring.isComplete ? .strict : .ncps,
      inputMap: try options.map(options.inputMap, "--input-map", found: .none),
      outputMap: try options.map(options.outputMap, "--output-map", found: .none),
      projection: try state.projection(), mixedMemory: state.hasMemory)
    let cell: CfC
    do {
      cell = try CfC(wiring: wiring, options: cellOptions)
    } catch {
      throw .architecture(error)
    }
    var parameters: [Float] = []
    for entry in cell.layout.entries {
      parameters += try take(entry, of: &state, cell: cell, neurons, masks: masks)
    }
    let assumptions = options.mode == nil && !isPure ? ["mode \(cellOptions.mode.rawValue)"] : []
    return NCPS.Import(model: Model(unchecked: cell, parameters: parameters), assumptions: assumptions)
  }

  private static func layers(of state: StateDict) throws(NCPSError) -> LayeredNeurons {
    var sizes: [Int] = []
    var inputs = 0
    while sizes.count < 3 {
      let name = state.place.cell + "layer_\(sizes.count).ff1.weight"
      guard sizes.isEmpty || state.has(name) else { break }
      let shape = try state.shape(name, rank: 2)
      let features = shape[1] - shape[0]
      guard features > 0 else {
        throw .tooNarrow(tensor: state.fullName(name), found: shape, neurons: shape[0])
      }
      if let before = sizes.last, features != before {
        throw .wrongShape(
          tensor: state.fullName(name), expected: [shape[0], before + shape[0]], found: shape)
      }
      if sizes.isEmpty { inputs = features }
      sizes.append(shape[0])
    }
    return LayeredNeurons(sizes: sizes, inputs: inputs)
  }

  private static func masks(
    of state: inout StateDict, _ neurons: LayeredNeurons
  ) throws(NCPSError) -> [[Bool]] {
    var masks: [[Bool]] = []
    for layer in neurons.members.indices {
      let name = "\(state.place.cell)layer_\(layer).sparsity_mask"
      masks.append(try state.takeMask(name, shape: neurons.shape(ofLayer: layer)))
    }
    return masks
  }

  /// What the masks say of inputs and of the layer before; within a layer, every pair is joined.
  private static func wiring(
    _ neurons: LayeredNeurons, masks: [[Bool]]
  ) throws(NCPSError) -> Wiring {
    var (synapses, sensorySynapses): ([Wiring.Synapse], [Wiring.Synapse]) = ([], [])
    for (layer, members) in neurons.members.enumerated() {
      for target in members {
        synapses += members.map { Wiring.Synapse(source: $0, target: target, polarity: 1) }
        if layer == 0 {
          sensorySynapses += (0..<neurons.inputs).filter {
            masks[0][neurons.place(input: $0, target: target).index]
          }
          .map { Wiring.Synapse(source: $0, target: target, polarity: 1) }
        } else {
          synapses += neurons.members[layer - 1]
            .filter { masks[layer][neurons.place(source: $0, target: target).index] }
            .map { Wiring.Synapse(source: $0, target: target, polarity: 1) }
        }
      }
    }
    let outputs = neurons.members.last?.count ?? 0
    let isComplete = neurons.members.count == 1 && sensorySynapses.count == neurons.inputs * outputs
    let names: [[Wiring.Layer]] = [[.motor], [.inter, .motor], [.inter, .command, .motor]]
    var layers = [Wiring.Layer](repeating: .motor, count: neurons.count)
    for (name, members) in zip(names[neurons.members.count - 1], neurons.members) {
      for neuron in members { layers[neuron] = name }
    }
    do {
      return try Wiring(
        kind: isComplete ? "full" : neurons.members.count == 3 ? "ncp" : "imported", inputs: neurons.inputs,
        outputs: outputs, layers: layers, synapses: synapses, sensorySynapses: sensorySynapses)
    } catch {
      throw .architecture(.invalidWiring(error))
    }
  }
}

// MARK: - Tensors

extension NCPSWiredCfC {
  private static func take(
    _ entry: ParameterLayout.Entry, of state: inout StateDict, cell: CfC, _ neurons: LayeredNeurons,
    masks: [[Bool]]
  ) throws(NCPSError) -> [Float] {
    let tensor = NCPSTensor(entry, cell: "")
    if NCPSTensor.projection[entry.name] != nil { return try state.take(tensor) }
    if NCPSTensor.memory[entry.name] != nil {
      return MemoryOrder(neurons).ours(try state.take(tensor), entry)
    }
    guard let head = WiredTensor(entry, cell: cell) else {
      return try takeVector(tensor.name, of: &state, neurons)
    }
    return try takeHead(head, of: &state, neurons, masks: masks)
  }

  /// One value per neuron.
  private static func takeVector(
    _ name: String, of state: inout StateDict, _ neurons: LayeredNeurons
  ) throws(NCPSError) -> [Float] {
    var values = [Float](repeating: 0, count: neurons.count)
    for (layer, members) in neurons.members.enumerated() {
      let isBias = name.hasSuffix(".bias")
      let found = try state.take(
        "\(state.place.cell)layer_\(layer).\(name)", shape: isBias ? [members.count] : [1, members.count])
      for (neuron, value) in zip(members, found) { values[neuron] = value }
    }
    return values
  }

  /// The weights of one of the two tensors that share the package's matrices of a head; taken with the second.
  private static func takeHead(
    _ tensor: WiredTensor, of state: inout StateDict, _ neurons: LayeredNeurons, masks: [[Bool]]
  ) throws(NCPSError) -> [Float] {
    var matrices: [[Float]] = []
    for layer in neurons.members.indices {
      let name = "\(state.place.cell)layer_\(layer).\(tensor.head).weight"
      let shape = neurons.shape(ofLayer: layer)
      let isLast = tensor.isSensory || tensor.isDense
      matrices.append(isLast ? try state.take(name, shape: shape) : try state.values(name, shape: shape))
    }
    return tensor.places(neurons).map { place in
      let isMasked = tensor.head.hasPrefix("ff") && !masks[place.layer][place.index]
      return isMasked ? 0 : matrices[place.layer][place.index]
    }
  }
}

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
