/// The closed-form continuous-time network: a gated answer to "where would the state be after dt?", without a
/// solver.
///
/// Heads see features x of the inputs u and states h, and a step of elapsed time dt gives
///
///     default : g = sigmoid(time_a(x) dt + time_b(x));   h' = tanh(ff1(x)) (1 - g) + tanh(ff2(x)) g
///     no gate : h' = tanh(ff1(x)) + tanh(ff2(x)) g
///     pure    : h' = A - A exp(-dt (|w_tau| + |ff1(x)|)) ff1(x)
///
/// On a wiring in which every synapse exists, all neurons step together and x is a dense backbone of [u, h]
/// (or [u, h] itself without layers). On any other wiring there is no backbone: each head sees the synapses
/// of its neuron alone, and the layers step in turn (inter, command, motor). A synapse from a layer that has
/// stepped carries the new state, any other the old one, so that an input reaches the outputs within a step.
///
/// Zero elapsed time is no special case: the state still moves to what the heads say for dt = 0.
/// Source: Hasani et al., "Closed-form continuous-time neural networks", Nature MI 2022.
public struct CfC: SteppedCell {
  package static let traits = CellTraits(
    identifier: "cfc", title: "CfC",
    variants: [
      .init(name: "cfc-no-gate", title: "CfC, no gate"), .init(name: "cfc-pure", title: "CfC, pure"),
    ],
    wiring: .any,
    options: [
      "backbone-layers", "backbone-units", "activation", "heads", "readout", "mixed-memory", "input-map",
      "output-map",
    ],
    learningRate: 0.02, comparedForms: [.dense, .ncp, .mixedMemory])

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

  func makeStepRunner() -> any StepRunner { CfCStep(cell: self) }

  func makeStreamStep() -> (any StreamStep)? {
    wiring.isComplete ? CfCBackboneStream(cell: self) : CfCWiredStream(cell: self)
  }
}

extension CfC {
  /// What a step computes from the heads; see `CfC`.
  public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    case `default`
    case noGate = "no-gate"
    case pure

    /// The mode of a variant in `traits`, which are named `cfc-` and the mode.
    init(variant: String?) {
      self = variant.flatMap { Mode(rawValue: String($0.dropFirst("cfc-".count))) } ?? .default
    }

    /// The tensors' names of the heads, in the kernels' order.
    var heads: [String] { self == .pure ? Self.pureHeads : Self.gatedHeads }

    private static let pureHeads = ["ff1"]
    private static let gatedHeads = ["ff1", "ff2", "time_a", "time_b"]
  }

  /// What follows each layer of the backbone.
  public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
    /// 1.7159 tanh(0.666 x)
    case lecunTanh = "lecun-tanh"
    case silu
    case relu
    case tanh
    /// x times the standard normal distribution function
    case gelu
  }

  /// Which synapses the heads have on a wiring in which some do not exist.
  public enum HeadMask: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every head has the wiring's synapses and no others.
    case strict
    /// As the wired CfC of the `ncps` package: layers see only the layer before them and themselves; within a
    /// layer every pair is joined; from the layer before, `ff1` and `ff2` have the wiring's synapses, but `time_a`
    /// and `time_b` have every pair. The wiring's other synapses are without effect. Inputs reach the first layer
    /// in the same way.
    case ncps
  }

  /// The choices a CfC offers. The defaults are those of the `CfC` layer of the `ncps` package, and the maps
  /// those of our LTC.
  public struct Options: Sendable, Hashable, Codable, CellOptions {
    /// What a step computes from the heads.
    public var mode: Mode
    /// Dense layers before the heads, 0 to 16, where every synapse of the wiring exists; on any other wiring
    /// there is no backbone, and these three have no effect.
    public var backboneLayers: Int
    /// Units of each of those layers, 1 to 16384.
    public var backboneUnits: Int
    /// What follows each of the backbone's layers.
    public var activation: Activation
    /// Without effect where every synapse of the wiring exists.
    public var heads: HeadMask
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
      mode: Mode = .default, backboneLayers: Int = 1, backboneUnits: Int = 128,
      activation: Activation = .lecunTanh, heads: HeadMask = .strict,
      inputMap: ChannelMap = .affine, outputMap: ChannelMap = .affine,
      projection: Int? = nil, mixedMemory: Bool = false
    ) {
      self.mode = mode
      self.backboneLayers = backboneLayers
      self.backboneUnits = backboneUnits
      self.activation = activation
      self.heads = heads
      self.inputMap = inputMap
      self.outputMap = outputMap
      self.projection = projection
      self.mixedMemory = mixedMemory
    }

    package init(_ settings: CellSettings) {
      self.init(
        mode: Mode(variant: settings.variant), backboneLayers: settings.backboneLayers,
        backboneUnits: settings.backboneUnits, activation: settings.activation, heads: settings.heads,
        inputMap: settings.inputMap, outputMap: settings.outputMap, projection: settings.projection,
        mixedMemory: settings.mixedMemory)
    }

    /// Options that a file does not name have their default.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init()
      mode = try container.decode(.mode, or: mode)
      backboneLayers = try container.decode(.backboneLayers, or: backboneLayers)
      backboneUnits = try container.decode(.backboneUnits, or: backboneUnits)
      activation = try container.decode(.activation, or: activation)
      heads = try container.decode(.heads, or: heads)
      inputMap = try container.decode(.inputMap, or: inputMap)
      outputMap = try container.decode(.outputMap, or: outputMap)
      projection = try container.decode(.projection, or: projection)
      mixedMemory = try container.decode(.mixedMemory, or: mixedMemory)
    }

    package func validate() throws(ArchitectureError) {
      guard (0...16).contains(backboneLayers) else {
        throw .invalidOption(name: "backboneLayers", value: "\(backboneLayers)", allowed: "between 0 and 16")
      }
      guard (1...16_384).contains(backboneUnits) else {
        throw .invalidOption(
          name: "backboneUnits", value: "\(backboneUnits)", allowed: "between 1 and 16384")
      }
      try NetworkPorts.validate(projection: projection)
    }
  }
}

extension CfC {
  /// The inputs and outputs of each dense layer of the backbone; empty where there is none.
  static func backbone(wiring: Wiring, options: Options) -> [(name: String, outputs: Int, inputs: Int)] {
    guard wiring.isComplete else { return [] }
    return (0..<options.backboneLayers).map { layer in
      let inputs = layer == 0 ? wiring.inputs + wiring.neurons : options.backboneUnits
      return ("backbone_\(layer)", options.backboneUnits, inputs)
    }
  }

  // The heads' weights lie side by side, and so do their biases: the kernels take each for one matrix and one
  // vector.
  static func layout(wiring: Wiring, options: Options) -> ParameterLayout {
    var layout = ParameterLayout()
    let backbone = backbone(wiring: wiring, options: options)
    for layer in backbone {
      layout.append(layer.name + "_w", shape: [layer.outputs, layer.inputs])
      layout.append(layer.name + "_b", shape: [layer.outputs])
    }
    for head in options.mode.heads {
      if wiring.isComplete {
        let features = backbone.last?.outputs ?? wiring.inputs + wiring.neurons
        layout.append(head + "_w", shape: [wiring.neurons, features])
      } else {
        let synapses = synapses(ofHead: head, wiring: wiring, mask: options.heads)
        layout.append(head + "_w", shape: [synapses.recurrent.count])
        layout.append(head + "_sensory_w", shape: [synapses.sensory.count])
      }
    }
    for head in options.mode.heads { layout.append(head + "_b", shape: [wiring.neurons]) }
    if options.mode == .pure {
      layout.append("w_tau", shape: [wiring.neurons])
      layout.append("A", shape: [wiring.neurons])
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

  /// Random parameters: Xavier-uniform weights, biases and w_tau 0, A 1; the maps start as the identity.
  ///
  /// A synapse's weight is drawn from +-sqrt(6 / (fan-in + fan-out)), with the synapses that reach its target
  /// and those that leave its source: for dense layers that is the usual rule.
  package func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    let fans = SynapseFans(self)
    for entry in layout.entries {
      if entry.name == MemoryTensor.recurrentWeight || entry.name == MemoryTensor.inputBias {
        generator.initialise(&parameters, entry)
      } else if entry.shape.count == 2 {
        let bound = Self.xavierBound(entry.shape[0] + entry.shape[1])
        for index in entry.range { parameters[index] = Float(generator.uniform(-bound, bound)) }
      } else if let fans = wiring.isComplete ? nil : fans.sums(ofTensor: entry.name) {
        for (index, fan) in zip(entry.range, fans) {
          let bound = Self.xavierBound(fan)
          parameters[index] = Float(generator.uniform(-bound, bound))
        }
      } else if ["A", "input_w", "output_w"].contains(entry.name) {
        for index in entry.range { parameters[index] = 1 }
      }
    }
    return parameters
  }

  private static func xavierBound(_ fans: Int) -> Double {
    (6 / Double(fans)).squareRoot()
  }
}
