/// Finds what a wiring is called and which layers its neurons belong to: state dicts tell neither.
struct ImportedWiring {
  let inputs: Int
  let neurons: Int
  let outputs: Int
  let synapses: [Wiring.Synapse]
  let sensorySynapses: [Wiring.Synapse]

  func wiring() throws(NCPSError) -> Wiring {
    let isComplete =
      synapses.count == neurons * neurons && sensorySynapses.count == inputs * neurons
    let layers = isComplete ? nil : circuitLayers()
    do {
      return try Wiring(
        kind: isComplete ? "full" : layers == nil ? "imported" : "ncp", inputs: inputs, outputs: outputs,
        layers: layers ?? Wiring.unstructuredLayers(neurons, outputs), synapses: synapses,
        sensorySynapses: sensorySynapses)
    } catch {
      throw .architecture(.invalidWiring(error))
    }
  }

  /// The layers of a neural circuit policy: inputs reach inter neurons, those command neurons, those one another
  /// and the motor neurons, with ids that run motor, command, inter. Nil where the synapses are no such circuit.
  private func circuitLayers() -> [Wiring.Layer]? {
    let firstInter = sensorySynapses.map(\.target).min() ?? 0
    guard firstInter > outputs else { return nil }
    let layers: [Wiring.Layer] = (0..<neurons).map { neuron in
      neuron < outputs ? .motor : neuron < firstInter ? .command : .inter
    }
    let isCircuit = synapses.allSatisfy { synapse in
      switch (layers[synapse.source], layers[synapse.target]) {
      case (.inter, .command), (.command, .command), (.command, .motor): true
      default: false
      }
    }
    return isCircuit ? layers : nil
  }
}
