/// The liquid time-constant network: leaky neurons joined by synapses whose conductance depends on their source.
///
/// For neuron j with synapses i -> j and sensory synapses k -> j:
///
///     cm_j dv_j/dt = gleak_j (vleak_j - v_j) + sum_i w_ij s_ij(v_i) (erev_ij - v_j)
///                    + sum_k sw_kj ss_kj(u_k) (serev_kj - v_j),   s(x) = sigmoid(sigma (x - mu))
///
/// A step of elapsed time dt is `unfolds` semi-implicit sub-steps of D = dt / unfolds, which stay bounded for any D:
///
///     v_j <- (cm_j v_j + D (gleak_j vleak_j + sum w s erev)) / (cm_j + D (gleak_j + sum w s + 1e-8))
///
/// or as many steps of an explicit method (`Solver`), which blow up where D is too long for them, about twice the
/// smallest time constant. Zero elapsed time leaves the state as it is. Cost: one sigmoid per synapse, evaluation and
/// sequence; `fused` and `euler` evaluate once per sub-step, `rk4` four times.
/// Sources: Hasani et al., "Liquid time-constant networks", AAAI 2021; Lechner et al., Nature MI 2020.
public struct LTC: SteppedCell {
  package static let traits = CellTraits(
    identifier: "ltc", title: "LTC", wiring: .any, solvers: [.fused, .euler, .rk4],
    options: [
      "unfolds", "solver", "constraints", "readout", "mixed-memory", "input-map", "output-map",
    ],
    synapseWords: .init(strength: "weight", contribution: "current", positive: "exc", negative: "inh"),
    learningRate: 0.02, paperLearningRate: 0.01, comparedForms: [.dense, .ncp])

  /// What is added to every sum of conductances, as in the `ncps` package.
  static let epsilon: Float = 1e-8

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

  func makeStepRunner() -> any StepRunner {
    let field = LTCField(cell: self)
    guard let tableau = options.solver.tableau else {
      return SubSteppedRunner(LTCFusedMethod(field: field), wiring: wiring, unfolds: options.unfolds)
    }
    let method = RungeKuttaMethod(tableau, field: field, neurons: wiring.neurons)
    return SubSteppedRunner(method, wiring: wiring, unfolds: options.unfolds)
  }

  /// One sigmoid per synapse and sub-step, and one per sensory synapse.
  package var stepWork: CellWork {
    .sigmoids(wiring.synapses.count * options.unfolds + wiring.sensorySynapses.count)
  }

  func makeStreamStep() -> (any StreamStep)? { options.solver == .fused ? LTCStream(cell: self) : nil }

  func makeOnlineStep(_ method: OnlineMethod) -> any OnlineStep {
    guard options.solver == .fused, !hasMixedMemory else { return LaneOnlineStep(cell: self, method: method) }
    let step = LTCOnlineStep(cell: self, method: method)
    // An approximation drops derivatives after each sub-step.
    return method == .rtrl && ComposedOnlineStep.suits(step.graph) ? ComposedOnlineStep(step) : step
  }
}

extension LTC {
  // Below where softplus is 0 in Float, and so is its slope.
  private static let noConductance: Float = -1000

  package var synapseTensors: SynapseTensors? {
    let names = ["w", "mu", "sigma", "erev"]
    return SynapseTensors(recurrent: names, sensory: names.map { "sensory_" + $0 })
  }

  package var actsThroughSynapsesAlone: Bool { !options.mixedMemory }

  /// The membrane follows the states within a step.
  package func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool { false }

  package func weights(ofSynapse synapse: Int) -> [SynapseWeight]? {
    [
      SynapseWeight(
        parameter: place(synapse, in: "w"), bias: nil,
        cutValue: options.constraints == .implicit ? Self.noConductance : 0)
    ]
  }

  /// sigmoid(sigma (source - mu))
  package func synapseActivations(parameters: [Float]) -> (_ synapse: Int, _ source: Float) -> Float {
    { synapse, source in
      sigmoid(parameters[place(synapse, in: "sigma")] * (source - parameters[place(synapse, in: "mu")]))
    }
  }

  /// A constant conductance is one more leak: gleak' = gleak + g and gleak' vleak' = gleak vleak + g erev.
  package func fold(_ synapses: Set<Int>, activations: [Double], into parameters: inout [Float]) {
    let isImplicit = options.constraints == .implicit
    func conductance(_ value: Float) -> Double { isImplicit ? Double(softplus(value)) : Double(value) }
    var (added, drive) = ([Int: Double](), [Int: Double]())
    for index in synapses.sorted() {
      let target = synapse(index).synapse.target
      let g = conductance(parameters[place(index, in: "w")]) * activations[index]
      added[target, default: 0] += g
      drive[target, default: 0] += g * Double(parameters[place(index, in: "erev")])
    }
    let (gleak, vleak) = (layout["gleak"].lowerBound, layout["vleak"].lowerBound)
    for (neuron, extra) in added {
      let before = conductance(parameters[gleak + neuron])
      let total = before + extra
      guard total > 0 else { continue }
      let pull = before * Double(parameters[vleak + neuron]) + drive[neuron, default: 0]
      parameters[vleak + neuron] = Float(pull / total)
      parameters[gleak + neuron] = isImplicit ? inverseSoftplus(total) : Float(total)
    }
  }

  private func place(_ synapse: Int, in tensor: String) -> Int {
    let recurrent = wiring.synapses.count
    return synapse < recurrent
      ? layout[tensor].lowerBound + synapse : layout["sensory_" + tensor].lowerBound + synapse - recurrent
  }
}

extension LTC {
  /// How conductances and capacitances are kept from becoming negative.
  public enum Constraints: String, Sendable, Hashable, Codable, CaseIterable {
    /// The network uses softplus of the parameter.
    case implicit
    /// The parameter is projected after each optimiser step.
    case explicit
  }

  /// The choices an LTC offers. The defaults are those of the `LTC` layer of the `ncps` package.
  public struct Options: Sendable, Hashable, Codable, CellOptions {
    /// Sub-steps per step, 1 to 1000.
    public var unfolds: Int
    /// How conductances and capacitances are kept from becoming negative.
    public var constraints: Constraints
    /// How inputs are scaled on their way in.
    public var inputMap: ChannelMap
    /// How the states of the motor neurons are scaled on their way out.
    public var outputMap: ChannelMap
    /// Outputs of a dense layer after the output map, at most 65536; nil: there is none.
    public var projection: Int?
    /// Whether an LSTM updates the state before each step; see `MixedMemory`.
    public var mixedMemory: Bool
    /// How the sub-steps are made. Files from before there was a choice are fused.
    public var solver: Solver

    /// The options that are left out have their defaults; what is not allowed is found where the cell is built.
    public init(
      unfolds: Int = 6, constraints: Constraints = .implicit, inputMap: ChannelMap = .affine,
      outputMap: ChannelMap = .affine, projection: Int? = nil, mixedMemory: Bool = false,
      solver: Solver = .fused
    ) {
      self.unfolds = unfolds
      self.constraints = constraints
      self.inputMap = inputMap
      self.outputMap = outputMap
      self.projection = projection
      self.mixedMemory = mixedMemory
      self.solver = solver
    }

    package init(_ settings: CellSettings) {
      self.init(
        unfolds: settings.unfolds ?? LTC.traits.unfolds, constraints: settings.constraints,
        inputMap: settings.inputMap,
        outputMap: settings.outputMap, projection: settings.projection, mixedMemory: settings.mixedMemory,
        solver: settings.solver ?? LTC.traits.solvers[0])
    }

    /// Options that a file does not name have their default.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init()
      unfolds = try container.decode(.unfolds, or: unfolds)
      constraints = try container.decode(.constraints, or: constraints)
      inputMap = try container.decode(.inputMap, or: inputMap)
      outputMap = try container.decode(.outputMap, or: outputMap)
      projection = try container.decode(.projection, or: projection)
      mixedMemory = try container.decode(.mixedMemory, or: mixedMemory)
      solver = try container.decode(.solver, or: solver)
    }

    package func validate() throws(ArchitectureError) {
      try Solver.validate(unfolds: unfolds)
      try NetworkPorts.validate(projection: projection)
    }
  }
}

extension LTC {
  static func layout(wiring: Wiring, options: Options) -> ParameterLayout {
    let explicit = options.constraints == .explicit
    let conductance: ParameterLayout.Constraint = explicit ? .nonNegative : .none
    let capacitance: ParameterLayout.Constraint = explicit ? .positive : .none
    var layout = ParameterLayout()
    layout.append("gleak", shape: [wiring.neurons], constraint: conductance)
    layout.append("vleak", shape: [wiring.neurons])
    layout.append("cm", shape: [wiring.neurons], constraint: capacitance)
    for (prefix, synapses) in [("", wiring.synapses), ("sensory_", wiring.sensorySynapses)] {
      layout.append(prefix + "w", shape: [synapses.count], constraint: conductance)
      layout.append(prefix + "mu", shape: [synapses.count])
      layout.append(prefix + "sigma", shape: [synapses.count])
      layout.append(prefix + "erev", shape: [synapses.count])
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

  /// Random parameters, drawn from the ranges that the `ncps` package uses; reversal potentials are the wiring's
  /// polarities and the maps start as the identity.
  ///
  /// With implicit constraints the raw parameter is drawn from that range, before the softplus, as there.
  package func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    for entry in layout.entries {
      switch entry.name {
      case "erev":
        for (index, synapse) in zip(entry.range, wiring.synapses) {
          parameters[index] = Float(synapse.polarity)
        }
      case "sensory_erev":
        for (index, synapse) in zip(entry.range, wiring.sensorySynapses) {
          parameters[index] = Float(synapse.polarity)
        }
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

  private static func initialRange(_ name: String) -> (lower: Double, upper: Double) {
    switch name {
    case "gleak", "w", "sensory_w": (0.001, 1)
    case "vleak": (-0.2, 0.2)
    case "cm": (0.4, 0.6)
    case "mu", "sensory_mu": (0.3, 0.8)
    case "sigma", "sensory_sigma": (3, 8)
    case "input_w", "output_w": (1, 1)
    default: (0, 0)
    }
  }
}
