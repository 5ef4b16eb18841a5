/// The liquid-resistance liquid-capacitance network: an LTC with saturation, whose capacitance is liquid as well.
///
/// With s the logistic function, a neuron of state h with synapses from neurons j and inputs k follows
///
///     dh/dt = e (v tanh(z) - s(f) h)
///     f = gleak + sum_j w_j s_j(h_j) + sum_k w_k s_k(u_k),   s_j(x) = s(sigma_j (x - mu_j))
///     z = kleak + sum_j k_j s_j(h_j) + sum_k k_k s_k(u_k)
///
/// where e, the elastance (one over the capacitance), is s(a h + b), or s(a h + b + c) - s(a h + b - c) for a
/// symmetric one. Both s(f) and e lie between 0 and 1, and so does the rate e s(f) at which a state moves: it cannot
/// be faster than 1 in the unit of the elapsed times, and one explicit step of up to that length, the default, stays
/// bounded. Where steps last longer, `fused` does, which takes s(f) h at the step's end:
///
///     h' = (h + D e v tanh(z)) / (1 + D e s(f))
///
/// Zero elapsed time leaves the state as it is. Time constants are 1 / (e s(f)). Cost: a sigmoid a synapse, sub-step and
/// sequence, and three or four a neuron.
///
/// The papers' equations share sigma and mu between f and z, as here, and gleak as well, of which z has its own here; in
/// the first of them the elastance's argument is a dense layer of all inputs and states, here it is that of the second:
/// the neuron's own state alone.
/// Sources: Farsang, Neubauer and Grosu, "Liquid resistance liquid capacitance networks", 2024, and Farsang, Hasani, Rus
/// and Grosu, "Scaling up liquid-resistance liquid-capacitance networks for efficient sequence modeling", NeurIPS 2025.
public struct LRC: LRCCell {
  package static let traits = CellTraits(
    identifier: "lrc", title: "LRC", variants: [.init(name: "lrc-symmetric", title: "LRC, symmetric")],
    wiring: .any, solvers: [.euler, .fused, .rk4], unfolds: 1,
    options: ["unfolds", "solver", "readout", "mixed-memory", "input-map", "output-map"], comparedForms: [])

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout

  /// Builds the cell on any wiring.
  ///
  /// - Throws: where an option lies outside of what is allowed.
  public init(wiring: Wiring, options: Options = Options()) throws(ArchitectureError) {
    try Self.validate(wiring, options: options)
    self.wiring = wiring
    self.options = options
    self.layout = Self.layout(wiring: wiring, options: options)
  }

  var ports: NetworkPorts { Self.ports(wiring: wiring, options: options) }

  var hasMixedMemory: Bool { options.mixedMemory }

  var dynamics: LRCDynamics {
    LRCDynamics(unfolds: options.unfolds, solver: options.solver, elastance: options.elastance)
  }

  func makeInputs() -> any LRCInputs { WiredLRCInputs(cell: self) }

  func makeStreamInputs(_ targets: TargetBlocks) -> any LRCStreamInputs {
    WiredLRCStreamInputs(cell: self, targets: targets)
  }

  func sensoryPlaces(_ index: Int) -> LRCSynapsePlaces {
    LRCSynapsePlaces(
      w: layout["sensory_w"].lowerBound + index, k: layout["sensory_k"].lowerBound + index,
      mu: layout["sensory_mu"].lowerBound + index, sigma: layout["sensory_sigma"].lowerBound + index)
  }

  /// One sigmoid per synapse and sub-step, one per sensory synapse, and those of each neuron.
  package var stepWork: CellWork {
    .sigmoids(
      (wiring.synapses.count + wiring.neurons * options.elastance.sigmoids) * options.unfolds
        + wiring.sensorySynapses.count)
  }

  package var synapseTensors: SynapseTensors? {
    let names = ["w", "k", "mu", "sigma"]
    return SynapseTensors(recurrent: names, sensory: names.map { "sensory_" + $0 })
  }

  package var actsThroughSynapsesAlone: Bool { !options.mixedMemory }
}

extension LRC {
  /// How a neuron's elastance depends on its state h.
  public enum Elastance: String, Sendable, Hashable, Codable, CaseIterable {
    /// s(a h + b)
    case asymmetric
    /// s(a h + b + c) - s(a h + b - c): largest where a h + b is 0.
    case symmetric

    /// That of a variant in `traits`: the first, or one that is named after it.
    init(variant: String?) {
      self = variant?.hasSuffix("-symmetric") == true ? .symmetric : .asymmetric
    }

    /// Sigmoids of a neuron in a sub-step, those of s(f) and tanh(z) among them.
    var sigmoids: Int { self == .symmetric ? 4 : 3 }
  }

  /// The choices an LRC offers. The defaults are those of the papers' code.
  public struct Options: Sendable, Hashable, Codable, CellOptions {
    /// Sub-steps per step, 1 to 1000.
    public var unfolds: Int
    /// How the sub-steps are made.
    public var solver: Solver
    /// How a neuron's elastance depends on its state.
    public var elastance: Elastance
    /// How inputs are scaled on their way in.
    public var inputMap: ChannelMap
    /// How the states of the motor neurons are scaled on their way out.
    public var outputMap: ChannelMap
    /// Outputs of a dense layer after the output map, at most 65536; nil: there is none.
    public var projection: Int?
    /// Whether an LSTM updates the state before each step; see `MixedMemory`.
    public var mixedMemory: Bool

    /// The options that are left out have their defaults; what is not allowed is found where the cell is built.
    public init(
      unfolds: Int = 1, solver: Solver = .euler, elastance: Elastance = .asymmetric,
      inputMap: ChannelMap = .affine, outputMap: ChannelMap = .affine, projection: Int? = nil,
      mixedMemory: Bool = false
    ) {
      self.unfolds = unfolds
      self.solver = solver
      self.elastance = elastance
      self.inputMap = inputMap
      self.outputMap = outputMap
      self.projection = projection
      self.mixedMemory = mixedMemory
    }

    package init(_ settings: CellSettings) {
      self.init(
        unfolds: settings.unfolds ?? LRC.traits.unfolds, solver: settings.solver ?? LRC.traits.solvers[0],
        elastance: Elastance(variant: settings.variant), inputMap: settings.inputMap,
        outputMap: settings.outputMap, projection: settings.projection, mixedMemory: settings.mixedMemory)
    }

    /// Options that a file does not name have their default.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init()
      unfolds = try container.decode(.unfolds, or: unfolds)
      solver = try container.decode(.solver, or: solver)
      elastance = try container.decode(.elastance, or: elastance)
      inputMap = try container.decode(.inputMap, or: inputMap)
      outputMap = try container.decode(.outputMap, or: outputMap)
      projection = try container.decode(.projection, or: projection)
      mixedMemory = try container.decode(.mixedMemory, or: mixedMemory)
    }

    package func validate() throws(ArchitectureError) {
      try Solver.validate(unfolds: unfolds)
      try NetworkPorts.validate(projection: projection)
    }
  }
}

extension LRC {
  static func layout(wiring: Wiring, options: Options) -> ParameterLayout {
    // The papers' code keeps these from becoming negative.
    var layout = ParameterLayout(
      neuronsOfLRC: wiring.neurons, leakConstraint: .nonNegative, elastance: options.elastance)
    for (prefix, synapses) in [("", wiring.synapses), ("sensory_", wiring.sensorySynapses)] {
      layout.append(prefix + "w", shape: [synapses.count], constraint: .nonNegative)
      for name in ["k", "mu", "sigma"] { layout.append(prefix + name, shape: [synapses.count]) }
    }
    layout.append(ports(wiring: wiring, options: options))
    if options.mixedMemory { layout.appendMemory(inputs: wiring.inputs, neurons: wiring.neurons) }
    return layout
  }

  static func ports(wiring: Wiring, options: Options) -> NetworkPorts {
    NetworkPorts(
      inputs: wiring.inputs, read: wiring.outputs, inputMap: options.inputMap, outputMap: options.outputMap,
      projection: options.projection)
  }

  /// Random parameters as in the first paper's code.
  ///
  /// From U(0.001, 1): gleak (kleak starts as the same) and w; from U(-0.2, 0.2): vleak; from U(0.3, 0.8) and U(3, 8): mu
  /// and sigma. On a wiring in which every synapse exists k is an orthogonal matrix, `[sources, targets]`; on any other, on
  /// which that code does not run, k has the wiring's polarity and the size of a standard normal number over the root of
  /// the synapses of its kind that reach the target. Of the elastance, a is from the uniform distribution of that code's
  /// dense layer (Glorot's, of inputs and neurons to neurons), b is 0 and c is 1. The maps start as the identity.
  package func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    let fans = Double(wiring.inputs + 2 * wiring.neurons)
    for entry in layout.entries {
      switch entry.name {
      case "kleak":
        for (index, own) in zip(entry.range, layout["gleak"]) { parameters[index] = parameters[own] }
      case "k", "sensory_k":
        let values = entry.name == "k" ? recurrentWeights(&generator) : sensoryWeights(&generator)
        parameters.replaceSubrange(entry.range, with: values)
      case "elastance_w":
        let bound = (6 / fans).squareRoot()
        for index in entry.range { parameters[index] = Float(generator.uniform(-bound, bound)) }
      case "readout_w", "readout_b", MemoryTensor.inputWeight, MemoryTensor.inputBias,
        MemoryTensor.recurrentWeight:
        generator.initialise(&parameters, entry)
      default:
        let (lower, upper) = Self.initialRange(entry.name)
        for index in entry.range { parameters[index] = Float(generator.uniform(lower, upper)) }
      }
    }
    return parameters
  }

  private func recurrentWeights(_ generator: inout SeededGenerator) -> [Float] {
    guard wiring.isComplete else { return generator.weights(of: wiring.synapses, targets: wiring.neurons) }
    let matrix = generator.orthogonal(rows: wiring.neurons, columns: wiring.neurons)
    return wiring.synapses.map { matrix[$0.source * wiring.neurons + $0.target] }
  }

  private func sensoryWeights(_ generator: inout SeededGenerator) -> [Float] {
    let (inputs, neurons) = (wiring.inputs, wiring.neurons)
    guard wiring.isComplete else { return generator.weights(of: wiring.sensorySynapses, targets: neurons) }
    let isTall = inputs >= neurons
    let matrix = generator.orthogonal(rows: max(inputs, neurons), columns: min(inputs, neurons))
    return wiring.sensorySynapses.map {
      matrix[isTall ? $0.source * neurons + $0.target : $0.target * inputs + $0.source]
    }
  }

  private static func initialRange(_ name: String) -> (lower: Double, upper: Double) {
    switch name {
    case "gleak", "w", "sensory_w": (0.001, 1)
    case "vleak": (-0.2, 0.2)
    case "mu", "sensory_mu": (0.3, 0.8)
    case "sigma", "sensory_sigma": (3, 8)
    case "elastance_shift", "input_w", "output_w": (1, 1)
    default: (0, 0)
    }
  }
}

extension SeededGenerator {
  /// Normal numbers with the synapses' polarities, over the root of how many of them reach the same target.
  fileprivate mutating func weights(of synapses: [Wiring.Synapse], targets: Int) -> [Float] {
    var fans = [Int](repeating: 0, count: targets)
    for synapse in synapses { fans[synapse.target] += 1 }
    return synapses.map { synapse in
      Float(synapse.polarity) * Float(normal().magnitude / Double(fans[synapse.target]).squareRoot())
    }
  }
}
