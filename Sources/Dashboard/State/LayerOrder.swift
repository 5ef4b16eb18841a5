import Telemetry

/// A network's neurons by layer, in the direction of the signals.
struct LayerOrder {
  struct Layer {
    var name: String
    var neurons: [Int]
  }

  let layers: [Layer]

  /// Layers with unknown names come first, in the order of the neurons; those of a stack, such as `L2 inter`, from its inputs
  /// to its outputs.
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
    let ranks = layers.map { Self.rank($0.name) }
    self.layers = layers.indices.sorted { first, second in
      (ranks[first].depth, ranks[first].flow, first) < (ranks[second].depth, ranks[second].flow, second)
    }.map { layers[$0] }
  }

  private static func rank(_ name: String) -> (depth: Int, flow: Int) {
    let words = name.split(separator: " ")
    let depth = words.first.flatMap { $0.hasPrefix("L") ? Int($0.dropFirst()) : nil } ?? 0
    let flow = ["inter", "command", "motor"].firstIndex(of: words.last.map(String.init) ?? "") ?? -1
    return (depth, flow)
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
