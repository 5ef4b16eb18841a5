extension Wiring {
  /// The chance that a synapse of an unstructured wiring excites: twice as likely as that it inhibits.
  static let unstructuredExcitation = 2.0 / 3

  /// Every neuron reaches every neuron, itself included, and every input reaches every neuron.
  ///
  /// The first `outputs` neurons are motor neurons, the others inter neurons. +1 is drawn twice as often
  /// as -1.
  /// - Throws: `WiringError.badSizes` without inputs or outputs, or with more outputs than neurons.
  public static func fullyConnected(
    inputs: Int, neurons: Int, outputs: Int, seed: UInt64
  ) throws(WiringError) -> Wiring {
    try checkSizes(inputs: inputs, neurons: neurons, outputs: outputs)
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    for source in 0..<neurons {
      for target in 0..<neurons { builder.join(source, target) }
    }
    for source in 0..<inputs {
      for target in 0..<neurons { builder.joinSensory(source, target) }
    }
    return try Wiring(
      kind: "full", inputs: inputs, outputs: outputs, layers: unstructuredLayers(neurons, outputs),
      synapses: builder.synapses, sensorySynapses: builder.sensorySynapses)
  }

  /// The layers of a wiring without command neurons.
  static func unstructuredLayers(_ neurons: Int, _ outputs: Int) -> [Layer] {
    Array(repeating: .motor, count: outputs) + Array(repeating: .inter, count: neurons - outputs)
  }

  static func checkSizes(inputs: Int, neurons: Int, outputs: Int) throws(WiringError) {
    guard inputs > 0, outputs > 0, outputs <= neurons else {
      throw .badSizes(inputs: inputs, neurons: neurons, outputs: outputs)
    }
  }
}
