import Telemetry

/// A network's neurons by layer, in the direction of the signals.
struct LayerOrder {
  struct Layer {
    var name: String
    var neurons: [Int]
  }

  let layers: [Layer]

  /// Layers with unknown names come first, in the order of the neurons.
  init(_ model: ModelSummary) {
    var layers: [Layer] = []
    var places: [String: Int] = [:]
    for (index, neuron) in model.neurons.enumerated() {
      if let place = places[neuron.layer] {
        layers[place].neurons.append(index)
      } else {
        places[neuron.layer] = layers.count
        layers.append(Layer(name: neuron.layer, neurons: [index]))
      }
    }
    let flow = ["inter", "command", "motor"]
    let ranks = layers.map { flow.firstIndex(of: $0.name) ?? -1 }
    self.layers = layers.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { layers[$0] }
  }

  /// All neurons, layer by layer.
  var neurons: [Int] { layers.flatMap(\.neurons) }
}

/// The synapses at each neuron, as indices into `ModelSummary.synapses`.
struct NeuronConnections: Sendable {
  private(set) var incoming: [[Int]]
  private(set) var outgoing: [[Int]]

  init(model: ModelSummary) {
    let count = model.neurons.count
    incoming = Array(repeating: [], count: count)
    outgoing = Array(repeating: [], count: count)
    for (index, synapse) in model.synapses.enumerated() {
      if incoming.indices.contains(synapse.target) { incoming[synapse.target].append(index) }
      if !synapse.isSensory, outgoing.indices.contains(synapse.source) {
        outgoing[synapse.source].append(index)
      }
    }
  }
}
