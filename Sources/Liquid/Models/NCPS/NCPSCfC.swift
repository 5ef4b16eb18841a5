/// The package's `CfC` and `CfCCell` on all neurons at once, with a backbone of dense layers.
enum NCPSCfC {
  static func read(_ state: inout StateDict, options: NCPSOptions) throws(NCPSError) -> NCPS.Import {
    try options.refuseLTC()
    let prefix = state.place.cell
    let isPure = state.has(prefix + "w_tau") || state.has(prefix + "A")
    let backbone = backboneNames(of: state)
    if backbone.isEmpty {
      try options.refuse(options.activation?.rawValue, "--activation", "it has no backbone")
    }
    let mode = try options.mode(isPure: isPure)
    let sizes = try sizes(of: state, firstLayer: backbone.first)
    let cellOptions = CfC.Options(
      mode: mode, backboneLayers: backbone.count, backboneUnits: sizes.units,
      activation: options.activation ?? .lecunTanh,
      inputMap: try options.map(options.inputMap, "--input-map", found: .none),
      outputMap: try options.map(options.outputMap, "--output-map", found: .none),
      projection: try state.projection(), mixedMemory: state.hasMemory)
    do {
      try cellOptions.validate()
    } catch {
      throw .architecture(error)
    }
    let wiring = try completeWiring(sizes, of: state)
    let cell: CfC
    do {
      cell = try CfC(wiring: wiring, options: cellOptions)
    } catch {
      throw .architecture(error)
    }
    var parameters: [Float] = []
    for entry in cell.layout.entries {
      parameters += try state.take(NCPSTensor(entry, cell: prefix, backbone: backbone))
    }
    var assumptions: [String] = []
    if options.mode == nil, !isPure { assumptions.append("mode \(mode.rawValue)") }
    if options.activation == nil, !backbone.isEmpty {
      assumptions.append("activation \(cellOptions.activation.rawValue)")
    }
    return NCPS.Import(model: Model(unchecked: cell, parameters: parameters), assumptions: assumptions)
  }

  /// The dense layers in their order, such as `backbone.0`: the numbers between them are activations and dropouts.
  private static func backboneNames(of state: StateDict) -> [String] {
    let (start, end) = (state.place.cell + "backbone.", ".weight")
    return state.names.filter { $0.hasPrefix(start) && $0.hasSuffix(end) }
      .compactMap { Int($0.dropFirst(start.count).dropLast(end.count)) }
      .filter { $0 >= 0 }.sorted().map { "backbone.\($0)" }
  }

  private struct Sizes {
    var inputs: Int
    var neurons: Int
    var units: Int
  }

  private static func sizes(of state: StateDict, firstLayer: String?) throws(NCPSError) -> Sizes {
    let prefix = state.place.cell
    let neurons = try state.shape(prefix + "ff1.weight", rank: 2)[0]
    let first = prefix + (firstLayer ?? "ff1") + ".weight"
    let shape = try state.shape(first, rank: 2)
    guard shape[1] > neurons else {
      throw .tooNarrow(tensor: state.fullName(first), found: shape, neurons: neurons)
    }
    return Sizes(inputs: shape[1] - neurons, neurons: neurons, units: firstLayer == nil ? 128 : shape[0])
  }

  /// Every neuron and every input reaches every neuron, and all neurons are outputs.
  ///
  /// The list of synapses is the one thing that can be larger than the file.
  private static func completeWiring(_ sizes: Sizes, of state: StateDict) throws(NCPSError) -> Wiring {
    let limit = max(1 << 22, state.size)
    let (count, overflow) = sizes.neurons.multipliedReportingOverflow(by: sizes.inputs + sizes.neurons)
    guard !overflow, count <= limit else {
      throw .tooManySynapses(overflow ? .max : count, limit: limit)
    }
    let (inputs, neurons) = (sizes.inputs, sizes.neurons)
    func all(from sources: Int) -> [Wiring.Synapse] {
      (0..<neurons).flatMap { target in
        (0..<sources).map { Wiring.Synapse(source: $0, target: target, polarity: 1) }
      }
    }
    return try ImportedWiring(
      inputs: inputs, neurons: neurons, outputs: neurons, synapses: all(from: neurons),
      sensorySynapses: all(from: inputs)
    ).wiring()
  }
}

extension NCPSCfC {
  /// The module of a CfC that sees all neurons and inputs.
  static func module(_ cell: CfC, _ model: Model) -> NCPSModule {
    let folded = FoldedMaps(cell, model)
    let backbone = (0..<cell.options.backboneLayers).map { "backbone.\(2 * $0)" }
    let first = backbone.isEmpty ? cell.options.mode.heads : ["backbone_0"]
    var tensors: [SafetensorsTensor] = []
    for entry in cell.layout.entries where !FoldedMaps.tensors.contains(entry.name) {
      let tensor = NCPSTensor(entry, cell: NCPS.cellPrefix, backbone: backbone)
      var values = Array(model.parameters[entry.range])
      for name in first {
        if entry.name == name + "_w" { folded.scale(&values, width: entry.shape[1]) }
        if entry.name == name + "_b" {
          let width = cell.wiring.inputs + cell.wiring.neurons
          folded.shift(&values, weights: model[parameter: name + "_w"], width: width)
        }
      }
      tensors.append(SafetensorsTensor(name: tensor.name, shape: tensor.shape, floats: values))
    }
    tensors += folded.dense
    return NCPSModule(
      tensors: tensors, expression: expression(cell, projection: folded.outputs), facts: facts(cell))
  }

  private static func expression(_ cell: CfC, projection: Int?) -> String {
    let options = cell.options
    var arguments = ["\(cell.wiring.inputs)", "\(cell.wiring.neurons)"]
    arguments += common(of: cell, projection: projection)
    if options.backboneLayers > 0 {
      arguments.append("activation=\"\(NCPS.spelling(options.activation.rawValue))\"")
      arguments.append("backbone_units=\(options.backboneUnits)")
    }
    arguments.append("backbone_layers=\(options.backboneLayers)")
    return "CfC(\(arguments.joined(separator: ", ")))"
  }

  /// The arguments that all of the package's CfCs have.
  static func common(of cell: CfC, projection: Int?) -> [String] {
    var arguments: [String] = []
    if let projection { arguments.append("proj_size=\(projection)") }
    if cell.options.mixedMemory { arguments.append("mixed_memory=True") }
    return arguments + ["mode=\"\(NCPS.spelling(cell.options.mode.rawValue))\""]
  }

  private static func facts(_ cell: CfC) -> [String: String] {
    var facts = [NCPSOptions.Key.mode: cell.options.mode.rawValue]
    if cell.options.backboneLayers > 0 {
      facts[NCPSOptions.Key.activation] = cell.options.activation.rawValue
    }
    return facts
  }
}

extension CfC: NCPSWritable {
  func ncpsModule(_ model: Model) throws(NCPSError) -> NCPSModule {
    if wiring.isComplete { return NCPSCfC.module(self, model) }
    guard options.heads == .ncps else {
      throw .inexpressible(
        "the heads of its wired CfC have other synapses than the wiring's alone (it has a CfC of the wiring full)"
      )
    }
    return try NCPSWiredCfC.module(self, model)
  }
}
