extension Wiring {
  /// A neural circuit policy whose sizes follow from the number of units and outputs.
  ///
  /// - Parameters:
  ///   - units: neurons in all, at least 3 more than `outputs`.
  ///   - outputs: motor neurons.
  ///   - sparsity: the share of possible synapses to leave out between layers, at least 0 and below 1.
  /// - Throws: `WiringError` where the sizes do not allow it.
  public static func autoNCP(
    inputs: Int, units: Int, outputs: Int, sparsity: Double = 0.5, seed: UInt64
  ) throws(WiringError) -> Wiring {
    let sizes = try NCPSizes(units: units, outputs: outputs, sparsity: sparsity)
    return try ncp(kind: "auto-ncp", inputs: inputs, sizes: sizes, seed: seed)
  }
}
