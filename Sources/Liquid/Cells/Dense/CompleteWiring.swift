extension Wiring {
  /// Whether every neuron and every input reaches every neuron.
  var isComplete: Bool {
    // The number of inputs may come from a file: no product that it could overflow.
    synapses.count == neurons * neurons && sensorySynapses.count % neurons == 0
      && sensorySynapses.count / neurons == inputs
  }
}

extension SteppedCell {
  /// Ports of a cell whose neurons are all alike: a dense layer reads them all, and no channel is scaled.
  static func densePorts(_ wiring: Wiring) -> NetworkPorts {
    NetworkPorts(
      inputs: wiring.inputs, read: wiring.neurons, inputMap: .none, outputMap: .none,
      projection: wiring.outputs)
  }

  /// Throws where a synapse is missing.
  static func requireEverySynapse(_ wiring: Wiring) throws(ArchitectureError) {
    guard wiring.isComplete else { throw .incompleteWiring(cell: identifier) }
  }
}
