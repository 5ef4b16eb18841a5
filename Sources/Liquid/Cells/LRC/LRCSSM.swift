/// The diagonal form of the `LRC`: a state-space layer, in which each neuron sees its own state and all inputs.
///
///     dh/dt = e (v tanh(z) - s(f) h)
///     f = gleak + w s(sigma (h - mu)) + sum_k W_k r_k,   r_k = s(sigma_k (u_k - mu_k))
///     z = kleak + k s(sigma (h - mu)) + sum_k K_k r_k
///
/// with the elastance e of an `LRC`. Each input has one receptor r, which all neurons see, so that a step is a sigmoid
/// an input and a few a neuron, and two dense layers. A dense layer reads all neurons. No neuron sees another: that is
/// what a second layer after this one would be for.
///
/// On a wiring whose synapses are those of each neuron with itself, and in which every input reaches every neuron, such
/// as `Wiring.diagonal`. Zero elapsed time leaves the state as it is. gleak is shared with z in the paper.
/// Source: Farsang, Hasani, Rus and Grosu, "Scaling up liquid-resistance liquid-capacitance networks for efficient
/// sequence modeling", NeurIPS 2025.
public struct LRCSSM: LRCCell {
  package static let traits = CellTraits(
    identifier: "lrc-ssm", title: "LrcSSM",
    variants: [.init(name: "lrc-ssm-symmetric", title: "LrcSSM, symmetric")], wiring: .diagonal,
    solvers: [.euler, .fused, .rk4], unfolds: 1, options: ["unfolds", "solver"],
    comparedForms: [])

  /// The choices an LrcSSM offers. The defaults are those of the paper's code.
  public struct Options: Sendable, Hashable, Codable, CellOptions {
    /// Sub-steps per step, 1 to 1000.
    public var unfolds: Int
    /// How the sub-steps are made.
    public var solver: Solver
    /// How a neuron's elastance depends on its state.
    public var elastance: LRC.Elastance

    /// The options that are left out have their defaults.
    public init(unfolds: Int = 1, solver: Solver = .euler, elastance: LRC.Elastance = .asymmetric) {
      self.unfolds = unfolds
      self.solver = solver
      self.elastance = elastance
    }

    package init(_ settings: CellSettings) {
      self.init(
        unfolds: settings.unfolds ?? LRCSSM.traits.unfolds,
        solver: settings.solver ?? LRCSSM.traits.solvers[0],
        elastance: LRC.Elastance(variant: settings.variant))
    }

    /// Options that a file does not name have their default.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init()
      unfolds = try container.decode(.unfolds, or: unfolds)
      solver = try container.decode(.solver, or: solver)
      elastance = try container.decode(.elastance, or: elastance)
    }

    package func validate() throws(ArchitectureError) { try Solver.validate(unfolds: unfolds) }
  }

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout

  /// Builds the cell on a diagonal wiring.
  ///
  /// - Throws: `ArchitectureError.notDiagonal` for any other, and where an option lies outside of what is allowed.
  public init(wiring: Wiring, options: Options = Options()) throws(ArchitectureError) {
    try Self.validate(wiring, options: options)
    self.wiring = wiring
    self.options = options
    let (inputs, neurons) = (wiring.inputs, wiring.neurons)
    // The first four are the weights and biases of two dense layers, and follow one another as those of one.
    var layout = ParameterLayout()
    layout.append("sensory_w", shape: [neurons, inputs])
    layout.append("sensory_k", shape: [neurons, inputs])
    layout.append(
      neuronsOfLRC: neurons, leakConstraint: .none, elastance: options.elastance)
    for name in ["w", "k", "mu", "sigma"] { layout.append(name, shape: [neurons]) }
    for name in ["sensory_mu", "sensory_sigma"] { layout.append(name, shape: [inputs]) }
    layout.append(NetworkPorts(denseReadoutOf: wiring))
    self.layout = layout
  }

  package static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try options.validate()
    guard wiring.isDiagonal else { throw .notDiagonal(cell: identifier) }
    try wiring.checkInputs()
  }

  var ports: NetworkPorts { NetworkPorts(denseReadoutOf: wiring) }

  var dynamics: LRCDynamics {
    LRCDynamics(unfolds: options.unfolds, solver: options.solver, elastance: options.elastance)
  }

  func makeInputs() -> any LRCInputs { DenseLRCInputs(cell: self) }

  func makeStreamInputs(_ targets: TargetBlocks) -> any LRCStreamInputs {
    // All neurons have as many synapses, so that they lie in their own order.
    DenseLRCStreamInputs(cell: self)
  }

  func sensoryPlaces(_ index: Int) -> LRCSynapsePlaces {
    let source = wiring.sensorySynapses[index].source
    return LRCSynapsePlaces(
      w: layout["sensory_w"].lowerBound + index, k: layout["sensory_k"].lowerBound + index,
      mu: layout["sensory_mu"].lowerBound + source, sigma: layout["sensory_sigma"].lowerBound + source)
  }

  /// One sigmoid per input, and those of each neuron and of its synapse in each sub-step.
  package var stepWork: CellWork {
    .sigmoids(wiring.inputs + wiring.neurons * (1 + options.elastance.sigmoids) * options.unfolds)
  }

  /// Random parameters as in the paper's code: all from U(-1/sqrt(neurons), 1/sqrt(neurons)), kleak the same as gleak.
  ///
  /// That code lets c be negative too, where a state would run away from what it should settle at: here it is drawn from
  /// the upper half and stays there. The dense layer after the neurons starts as that of all cells.
  package func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    let bound = 1 / Double(wiring.neurons).squareRoot()
    for entry in layout.entries {
      switch entry.name {
      case "kleak":
        for (index, own) in zip(entry.range, layout["gleak"]) { parameters[index] = parameters[own] }
      case "readout_w", "readout_b": generator.initialise(&parameters, entry)
      default:
        let lower = entry.name == "elastance_shift" ? 0 : -bound
        for index in entry.range { parameters[index] = Float(generator.uniform(lower, bound)) }
      }
    }
    return parameters
  }
}
