extension Wiring {
  /// A synapse between two neurons whose polarity need not be known, as in most tables of an animal's synapses.
  package struct KnownSynapse: Sendable, Hashable {
    package let source: Int
    package let target: Int
    /// +1 or -1; nil: unknown.
    package let polarity: Int?

    package init(source: Int, target: Int, polarity: Int?) {
      self.source = source
      self.target = target
      self.polarity = polarity
    }
  }

  /// A wiring of synapses that are known but for some polarities: these are drawn in the order of the list, +1 twice as
  /// often as -1.
  ///
  /// The inputs are dealt round to the sensory neurons: each of these gets at least one input, and each input reaches
  /// at least one of them. The polarities of the inputs' synapses are drawn as well.
  ///
  /// - Parameters:
  ///   - layers: `[neurons]`.
  ///   - names: `[neurons]`.
  ///   - sensory: the neurons that inputs reach, at least one.
  /// - Throws: `WiringError` as `init(kind:inputs:…)` does, `.badSizes` also without sensory neurons.
  package static func known(
    kind: String, inputs: Int, outputs: Int, layers: [Layer], names: [String], synapses: [KnownSynapse],
    sensory: [Int], seed: UInt64
  ) throws(WiringError) -> Wiring {
    guard inputs > 0, !sensory.isEmpty else {
      throw .badSizes(inputs: inputs, neurons: layers.count, outputs: outputs)
    }
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    for synapse in synapses { builder.join(synapse.source, synapse.target, polarity: synapse.polarity) }
    for turn in 0..<max(inputs, sensory.count) {
      builder.joinSensory(turn % inputs, sensory[turn % sensory.count])
    }
    return try Wiring(
      kind: kind, inputs: inputs, outputs: outputs, layers: layers, synapses: builder.synapses,
      sensorySynapses: builder.sensorySynapses, names: names)
  }
}
