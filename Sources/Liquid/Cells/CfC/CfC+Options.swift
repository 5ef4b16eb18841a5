extension CfC {
  /// What a step computes from the heads; see `CfC`.
  public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    case `default`
    case noGate = "no-gate"
    case pure

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
    /// As the wired CfC of the `ncps` package: layers see the layer before them and themselves alone; within a
    /// layer every pair is joined; from the layer before, `ff1` and `ff2` have the wiring's synapses, but `time_a`
    /// and `time_b` have every pair. The wiring's other synapses are without effect. Inputs reach the first layer
    /// in the same way.
    case ncps
  }

  /// The choices a CfC offers. The defaults are those of the `CfC` layer of the `ncps` package, and the maps
  /// those of our LTC.
  public struct Options: CellOptions {
    public var mode: Mode
    /// Dense layers before the heads, 0 to 16, where every synapse of the wiring exists; on any other wiring
    /// there is no backbone, and these three have no effect.
    public var backboneLayers: Int
    /// Units of each of those layers, 1 to 16384.
    public var backboneUnits: Int
    public var activation: Activation
    /// Without effect where every synapse of the wiring exists.
    public var heads: HeadMask
    public var inputMap: ChannelMap
    public var outputMap: ChannelMap
    /// Outputs of a dense layer behind the output map, at most 65536; nil: there is none.
    public var projection: Int?
    /// Whether an LSTM updates the state before each step; see `MixedMemory`.
    public var mixedMemory: Bool

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

    public func validate() throws(ArchitectureError) {
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
