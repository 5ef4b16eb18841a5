/// The package's `LTC` and `LTCCell`. Its tensors have our names; those of synapses are matrices.
enum NCPSLTC {
  private static let synapseTensors = ["w", "mu", "sigma", "erev"]

  static func read(_ state: inout StateDict, options: NCPSOptions) throws(NCPSError) -> NCPS.Import {
    try options.refuseCfC()
    let cellOptions = try self.options(of: state, options)
    let wiring = try wiring(of: &state, options, outputMap: cellOptions.outputMap)
    let cell: LTC
    do {
      cell = try LTC(wiring: wiring, options: cellOptions)
    } catch {
      throw .architecture(error)
    }
    var parameters: [Float] = []
    for entry in cell.layout.entries {
      let values = try take(entry, of: &state, wiring: wiring)
      parameters +=
        cellOptions.constraints == .explicit ? try constrained(values, entry, state, wiring) : values
    }
    var assumptions: [String] = []
    if options.unfolds == nil { assumptions.append("\(cellOptions.unfolds) unfolds") }
    if options.constraints == nil { assumptions.append("\(cellOptions.constraints) constraints") }
    if cellOptions.outputMap == .none, options.outputs == nil {
      assumptions.append("all \(wiring.outputs) neurons as outputs")
    }
    return NCPS.Import(model: Model(unchecked: cell, parameters: parameters), assumptions: assumptions)
  }

  private static func options(
    of state: StateDict, _ options: NCPSOptions
  ) throws(NCPSError) -> LTC.Options {
    var result = LTC.Options(
      inputMap: try options.map(options.inputMap, "--input-map", found: state.map("input")),
      outputMap: try options.map(options.outputMap, "--output-map", found: state.map("output")),
      mixedMemory: state.hasMemory)
    result.unfolds = options.unfolds ?? result.unfolds
    result.constraints = options.constraints ?? result.constraints
    return result
  }

  private static func wiring(
    of state: inout StateDict, _ options: NCPSOptions, outputMap: ChannelMap
  ) throws(NCPSError) -> Wiring {
    let prefix = state.place.cell
    let neurons = try state.shape(prefix + "gleak", rank: 1)[0]
    let inputs = try state.shape(prefix + "sensory_w", rank: 2)[0]
    let mapped = outputMap == .none ? nil : try state.shape(prefix + "output_w", rank: 1)[0]
    if let mapped, let said = options.outputs, said != mapped {
      throw .contradiction(
        option: "--outputs", value: "\(said)", fact: "\(state.fullName(prefix + "output_w")) has \(mapped)")
    }
    let outputs = mapped ?? options.outputs ?? neurons
    guard (1...neurons).contains(outputs) else { throw .badOutputs(outputs, neurons: neurons) }
    let synapses = try synapses(
      of: &state, DenseSynapses(sources: neurons, targets: neurons), prefix: prefix)
    let sensorySynapses = try self.synapses(
      of: &state, DenseSynapses(sources: inputs, targets: neurons), prefix: prefix + "sensory_")
    return try ImportedWiring(
      inputs: inputs, neurons: neurons, outputs: outputs, synapses: synapses, sensorySynapses: sensorySynapses
    ).wiring()
  }

  /// Takes the mask; the reversal potentials stay, being parameters as well.
  private static func synapses(
    of state: inout StateDict, _ dense: DenseSynapses, prefix: String
  ) throws(NCPSError) -> [Wiring.Synapse] {
    let mask = try state.takeMask(prefix + "sparsity_mask", shape: dense.shape)
    let reversals = try state.values(prefix + "erev", shape: dense.shape)
    return dense.synapses(mask: mask, reversals: reversals)
  }

  private static func take(
    _ entry: ParameterLayout.Entry, of state: inout StateDict, wiring: Wiring
  ) throws(NCPSError) -> [Float] {
    let prefix = state.place.cell
    guard let (dense, synapses) = matrix(entry.name, wiring) else {
      // Unlike those of a CfC, the vectors of an LTC have our names.
      let memory = NCPSTensor.memory[entry.name]
      return try state.take(memory ?? prefix + entry.name, shape: entry.shape)
    }
    return dense.gather(try state.take(prefix + entry.name, shape: dense.shape), at: synapses)
  }

  /// The matrix that holds a tensor of synapses, and the synapses; nil for another tensor.
  private static func matrix(
    _ name: String, _ wiring: Wiring
  ) -> (DenseSynapses, [Wiring.Synapse])? {
    let sensory = "sensory_"
    let isSensory = name.hasPrefix(sensory)
    guard synapseTensors.contains(isSensory ? String(name.dropFirst(sensory.count)) : name) else {
      return nil
    }
    let sources = isSensory ? wiring.inputs : wiring.neurons
    return (
      DenseSynapses(sources: sources, targets: wiring.neurons),
      isSensory ? wiring.sensorySynapses : wiring.synapses
    )
  }

  /// Values that explicit constraints allow: a capacitance of 0, which the package's own projection can leave, is
  /// the least one that has an effect here.
  private static func constrained(
    _ values: [Float], _ entry: ParameterLayout.Entry, _ state: StateDict, _ wiring: Wiring
  ) throws(NCPSError) -> [Float] {
    guard LTCValues.isConstrained(entry.name) else { return values }
    if let place = values.firstIndex(where: { $0 < 0 }) {
      let synapse = matrix(entry.name, wiring).map { $0.1[place] }
      throw .negative(
        tensor: state.fullName(state.place.cell + entry.name),
        index: synapse.map { $0.source * wiring.neurons + $0.target } ?? place, value: values[place])
    }
    return entry.constraint == .positive ? values.map { max($0, LTCValues.leastCapacitance) } : values
  }
}

// MARK: - Writing

extension NCPSLTC {
  static func module(_ cell: LTC, _ model: Model) throws(NCPSError) -> NCPSModule {
    guard cell.options.projection == nil else {
      throw .inexpressible("its LTC has no dense layer behind the outputs")
    }
    guard cell.options.solver == .fused else {
      throw .inexpressible("its LTC has the fused solver alone, not \(cell.options.solver.rawValue)")
    }
    let prefix = NCPS.cellPrefix
    var tensors = cell.layout.entries.map { entry in
      let values = model.parameters[entry.range]
      guard let (dense, synapses) = matrix(entry.name, cell.wiring) else {
        let name = NCPSTensor.memory[entry.name] ?? prefix + entry.name
        return SafetensorsTensor(name: name, shape: entry.shape, floats: values)
      }
      // After a mask anything finite will do; a slope of 0 would stand out.
      let absent: Float = entry.name.hasSuffix("sigma") ? 1 : 0
      return SafetensorsTensor(
        name: prefix + entry.name, shape: dense.shape,
        floats: dense.scatter(values, at: synapses, elsewhere: absent))
    }
    for name in ["", "sensory_"] {
      guard let (dense, synapses) = matrix(name + "w", cell.wiring) else { continue }
      let ones = repeatElement(Float(1), count: synapses.count)
      tensors.append(
        SafetensorsTensor(
          name: prefix + name + "sparsity_mask", shape: dense.shape,
          floats: dense.scatter(ones, at: synapses, elsewhere: 0)))
    }
    return NCPSModule(tensors: tensors, expression: expression(cell), facts: facts(cell))
  }

  private static func expression(_ cell: LTC) -> String {
    let (wiring, options) = (cell.wiring, cell.options)
    let maps = [("input", options.inputMap), ("output", options.outputMap)]
      .map { "\($0)_mapping=\"\($1.rawValue)\"" }
    let isImplicit = options.constraints == .implicit ? "True" : "False"
    var arguments =
      [
        "\(wiring.inputs)", "FullyConnected(\(wiring.neurons), \(wiring.outputs))",
        "ode_unfolds=\(options.unfolds)", "implicit_param_constraints=\(isImplicit)",
      ] + maps
    if options.mixedMemory { arguments.append("mixed_memory=True") }
    return "LTC(\(arguments.joined(separator: ", ")))"
  }

  private static func facts(_ cell: LTC) -> [String: String] {
    [
      NCPSOptions.Key.unfolds: "\(cell.options.unfolds)",
      NCPSOptions.Key.constraints: cell.options.constraints.rawValue,
      NCPSOptions.Key.outputs: "\(cell.wiring.outputs)",
    ]
  }
}

extension LTC: NCPSWritable {
  func ncpsModule(_ model: Model) throws(NCPSError) -> NCPSModule { try NCPSLTC.module(self, model) }
}
