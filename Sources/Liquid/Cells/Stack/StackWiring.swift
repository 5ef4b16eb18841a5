/// The wirings of a stack's layers as one: what a layer sees of the one below are synapses between neurons.
struct StackWiring {
  /// A synapse of a layer: its own ones, then its sensory ones.
  struct Place: Sendable, Hashable {
    let layer: Int
    let synapse: Int
  }

  /// A synapse of the whole and what it is in its layer.
  private struct Joined {
    var synapse: Wiring.Synapse
    var places: [Place]
  }

  private let layers: [StackLayer]
  private let inputs: Int
  private var synapses: [Joined] = []
  private var sensorySynapses: [Joined] = []

  init(_ layers: [StackLayer], inputs: Int, embedding: InputEmbedding?) {
    (self.layers, self.inputs) = (layers, inputs)
    for layer in layers { append(layer, embedding) }
    synapses.sort(by: Self.precedes)
    sensorySynapses.sort(by: Self.precedes)
  }

  /// In the order of the wiring's synapses, then its sensory synapses.
  var places: [[Place]] { (synapses + sensorySynapses).map(\.places) }

  func wiring() throws(WiringError) -> Wiring {
    let fromLast = Array(layers.reversed())
    let outputs = fromLast[0].cell.wiring.outputs
    return try Wiring(
      kind: "stack", inputs: inputs, outputs: outputs,
      layers: fromLast.flatMap { layer in
        // Below the last layer nothing is an output.
        layer.cell.wiring.layers.map { layer.index < layers.count - 1 && $0 == .motor ? .inter : $0 }
      },
      synapses: synapses.map(\.synapse), sensorySynapses: sensorySynapses.map(\.synapse),
      names: fromLast.flatMap(\.neuronNames))
  }

  private mutating func append(_ layer: StackLayer, _ embedding: InputEmbedding?) {
    let (wiring, first) = (layer.cell.wiring, layer.neurons.lowerBound)
    for (index, synapse) in wiring.synapses.enumerated() {
      synapses.append(
        joined(synapse, from: synapse.source + first, to: layer, Place(layer: layer.index, synapse: index)))
    }
    for (index, synapse) in wiring.sensorySynapses.enumerated() {
      let place = Place(layer: layer.index, synapse: wiring.synapses.count + index)
      if layer.index > 0 {
        let below = layers[layer.index - 1].neurons.lowerBound
        synapses.append(joined(synapse, from: synapse.source + below, to: layer, place))
      } else if embedding == nil {
        sensorySynapses.append(joined(synapse, from: synapse.source, to: layer, place))
      }
    }
    if layer.index == 0, let embedding { append(layer, from: embedding) }
  }

  /// One synapse for each input and each neuron that it, or any part of its vector, reaches.
  private mutating func append(_ layer: StackLayer, from embedding: InputEmbedding) {
    let wiring = layer.cell.wiring
    var channels = [Int](repeating: 0, count: embedding.width)
    for channel in 0..<inputs { for seen in embedding.seen(ofInput: channel) { channels[seen] = channel } }
    var known: [[Int]: Int] = [:]
    for (index, synapse) in wiring.sensorySynapses.enumerated() {
      let place = Place(layer: 0, synapse: wiring.synapses.count + index)
      let channel = channels[synapse.source]
      if let same = known[[channel, synapse.target]] {
        sensorySynapses[same].places.append(place)
      } else {
        known[[channel, synapse.target]] = sensorySynapses.count
        sensorySynapses.append(joined(synapse, from: channel, to: layer, place))
      }
    }
  }

  private func joined(
    _ synapse: Wiring.Synapse, from source: Int, to layer: StackLayer, _ place: Place
  ) -> Joined {
    Joined(
      synapse: Wiring.Synapse(
        source: source, target: synapse.target + layer.neurons.lowerBound, polarity: synapse.polarity),
      places: [place])
  }

  private static func precedes(_ one: Joined, _ other: Joined) -> Bool {
    (one.synapse.target, one.synapse.source) < (other.synapse.target, other.synapse.source)
  }
}
