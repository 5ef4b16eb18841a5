extension Wiring {
  /// A share 1 - `sparsity` of all pairs is wired, drawn evenly: among neurons (a neuron may reach itself)
  /// and from the inputs, each share rounded to the nearest count of synapses.
  ///
  /// The first `outputs` neurons are motor neurons, the others inter neurons. +1 is drawn twice as often
  /// as -1.
  /// - Throws: `WiringError` for sizes as in `fullyConnected`, or a sparsity outside 0 ..< 1.
  public static func random(
    inputs: Int, neurons: Int, outputs: Int, sparsity: Double, seed: UInt64
  ) throws(WiringError) -> Wiring {
    try checkSizes(inputs: inputs, neurons: neurons, outputs: outputs)
    guard sparsity >= 0, sparsity < 1 else { throw .badSparsity(sparsity) }
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    for pair in builder.choose(share(1 - sparsity, of: neurons * neurons), of: 0..<(neurons * neurons)) {
      builder.join(pair / neurons, pair % neurons)
    }
    for pair in builder.choose(share(1 - sparsity, of: inputs * neurons), of: 0..<(inputs * neurons)) {
      builder.joinSensory(pair / neurons, pair % neurons)
    }
    return try Wiring(
      kind: "random", inputs: inputs, outputs: outputs, layers: unstructuredLayers(neurons, outputs),
      synapses: builder.synapses, sensorySynapses: builder.sensorySynapses)
  }

  /// The part of `count` that a density keeps; halves go to the even neighbour, as in `ncps`.
  private static func share(_ density: Double, of count: Int) -> Int {
    Int((Double(count) * density).rounded(.toNearestOrEven))
  }
}
