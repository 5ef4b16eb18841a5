import Telemetry

/// A network's neurons by layer, in the direction in which signals run.
struct LayerOrder {
  struct Layer {
    var name: String
    var neurons: [Int]
  }

  let layers: [Layer]

  /// Layers that are not known come first, as they appear.
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

  /// All neurons, layer after layer.
  var neurons: [Int] { layers.flatMap(\.neurons) }
}
