import Liquid

/// Which wiring the network gets.
public struct WiringOptions: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case full
    case random
    case ncp
    case autoNCP = "auto-ncp"
  }

  public var kind = Kind.autoNCP
  /// Neurons in all.
  public var units = 32
  /// The share of possible synapses that is left out; `full` ignores it.
  public var sparsity = 0.5

  // For `ncp`; nil: as `auto-ncp` would choose.
  public var commandNeurons: Int?
  public var sensoryFanout: Int?
  public var interFanout: Int?
  public var recurrentSynapses: Int?
  public var motorFanin: Int?

  public init() {}

  /// Builds the wiring for a task's inputs and outputs.
  ///
  /// - Throws: `WiringError` where the sizes do not go together.
  public func makeWiring(inputs: Int, outputs: Int, seed: UInt64) throws(WiringError) -> Wiring {
    switch kind {
    case .full:
      try .fullyConnected(inputs: inputs, neurons: units, outputs: outputs, seed: seed)
    case .random:
      try .random(inputs: inputs, neurons: units, outputs: outputs, sparsity: sparsity, seed: seed)
    case .ncp:
      try .ncp(inputs: inputs, sizes: ncpSizes(outputs: outputs), seed: seed)
    case .autoNCP:
      try .autoNCP(inputs: inputs, units: units, outputs: outputs, sparsity: sparsity, seed: seed)
    }
  }

  private func ncpSizes(outputs: Int) throws(WiringError) -> NCPSizes {
    var sizes = try NCPSizes(units: units, outputs: outputs, command: commandNeurons, sparsity: sparsity)
    if let sensoryFanout { sizes.sensoryFanout = sensoryFanout }
    if let interFanout { sizes.interFanout = interFanout }
    if let recurrentSynapses { sizes.recurrentCommandSynapses = recurrentSynapses }
    if let motorFanin { sizes.motorFanin = motorFanin }
    return sizes
  }
}
