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
    public var inputMap: ChannelMap
    public var outputMap: ChannelMap
    /// Outputs of a dense layer behind the output map, at most 65536; nil: there is none.
    public var projection: Int?
    /// Whether an LSTM updates the state before each step; see `MixedMemory`.
    public var mixedMemory: Bool

    public init(
      mode: Mode = .default, backboneLayers: Int = 1, backboneUnits: Int = 128,
      activation: Activation = .lecunTanh, inputMap: ChannelMap = .affine, outputMap: ChannelMap = .affine,
      projection: Int? = nil, mixedMemory: Bool = false
    ) {
      self.mode = mode
      self.backboneLayers = backboneLayers
      self.backboneUnits = backboneUnits
      self.activation = activation
      self.inputMap = inputMap
      self.outputMap = outputMap
      self.projection = projection
      self.mixedMemory = mixedMemory
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
