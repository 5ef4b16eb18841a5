extension Wiring {
  /// Every neuron reaches itself and no other, and every input reaches every neuron: what a state-space layer such as
  /// `LRCSSM` has.
  ///
  /// The first `outputs` neurons are motor neurons, the others inter neurons. +1 is drawn twice as often as -1.
  /// - Throws: `WiringError.badSizes` without inputs or outputs, or with more outputs than neurons.
  public static func diagonal(
    inputs: Int, units: Int, outputs: Int, seed: UInt64
  ) throws(WiringError) -> Wiring {
    guard inputs > 0, outputs > 0, outputs <= units else {
      throw .badSizes(inputs: inputs, neurons: units, outputs: outputs)
    }
    try checkPairs([(inputs, units)])
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    for neuron in 0..<units { builder.join(neuron, neuron) }
    let sensory = builder.joinAll(sources: inputs, targets: units)
    return try Wiring(
      kind: "diagonal", inputs: inputs, outputs: outputs, layers: unstructuredLayers(units, outputs),
      synapses: builder.synapses, sensorySynapses: sensory)
  }

  /// Whether each neuron reaches itself and no other, and every input reaches every neuron.
  var isDiagonal: Bool {
    // The number of inputs may come from a file: no product that it could overflow.
    synapses.count == neurons && synapses.allSatisfy { $0.source == $0.target }
      && sensorySynapses.count % neurons == 0 && sensorySynapses.count / neurons == inputs
  }
}
