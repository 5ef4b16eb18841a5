extension Wiring {
  /// Whether every neuron and every input reaches every neuron.
  var isComplete: Bool {
    // The number of inputs may come from a file: no product that it could overflow.
    synapses.count == neurons * neurons && sensorySynapses.count % neurons == 0
      && sensorySynapses.count / neurons == inputs
  }
}
