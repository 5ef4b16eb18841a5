extension LTC {
  /// How conductances and capacitances are kept from becoming negative.
  public enum Constraints: String, Sendable, Hashable, Codable, CaseIterable {
    /// The network uses softplus of the parameter.
    case implicit
    /// The parameter is projected after each optimiser step.
    case explicit
  }

  /// How a channel is scaled on its way in or out, elementwise.
  public enum Map: String, Sendable, Hashable, Codable, CaseIterable {
    /// weight times value plus bias
    case affine
    /// weight times value
    case linear
    case none
  }

  /// The choices an LTC offers. The defaults are those of the `LTC` layer of the `ncps` package.
  public struct Options: CellOptions {
    /// Sub-steps a step, 1 to 1000.
    public var unfolds: Int
    public var constraints: Constraints
    public var inputMap: Map
    public var outputMap: Map

    public init(
      unfolds: Int = 6, constraints: Constraints = .implicit, inputMap: Map = .affine,
      outputMap: Map = .affine
    ) {
      self.unfolds = unfolds
      self.constraints = constraints
      self.inputMap = inputMap
      self.outputMap = outputMap
    }

    public func validate() throws(ArchitectureError) {
      guard (1...1000).contains(unfolds) else {
        throw .invalidOption(name: "unfolds", value: "\(unfolds)", allowed: "between 1 and 1000")
      }
    }
  }
}
