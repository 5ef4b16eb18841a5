extension LTC {
  /// How conductances and capacitances are kept from becoming negative.
  public enum Constraints: String, Sendable, Hashable, Codable, CaseIterable {
    /// The network uses softplus of the parameter.
    case implicit
    /// The parameter is projected after each optimiser step.
    case explicit
  }

  /// The choices an LTC offers. The defaults are those of the `LTC` layer of the `ncps` package.
  public struct Options: CellOptions {
    /// Sub-steps a step, 1 to 1000.
    public var unfolds: Int
    public var constraints: Constraints
    public var inputMap: ChannelMap
    public var outputMap: ChannelMap
    /// Outputs of a dense layer behind the output map, at most 65536; nil: there is none.
    public var projection: Int?
    /// Whether an LSTM updates the state before each step; see `MixedMemory`.
    public var mixedMemory: Bool
    /// How the sub-steps are made. Files from before there was a choice are fused.
    public var solver: Solver

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

    public func validate() throws(ArchitectureError) {
      try Solver.validate(unfolds: unfolds)
      try NetworkPorts.validate(projection: projection)
    }
  }
}
