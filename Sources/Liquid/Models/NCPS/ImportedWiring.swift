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

/// Synapses as the package stores them: matrices `[sources, targets]` and a mask that says which elements count.
struct DenseSynapses {
  let sources: Int
  let targets: Int

  var shape: [Int] { [sources, targets] }

  /// The synapses of a mask; the sign of a reversal potential is the polarity (0 counts as excitatory).
  func synapses(mask: [Bool], reversals: [Float]) -> [Wiring.Synapse] {
    var synapses: [Wiring.Synapse] = []
    for target in 0..<targets {
      for source in 0..<sources where mask[source * targets + target] {
        let polarity = reversals[source * targets + target] < 0 ? -1 : 1
        synapses.append(Wiring.Synapse(source: source, target: target, polarity: polarity))
      }
    }
    return synapses
  }

  /// The elements of a matrix that belong to synapses, in their order.
  func gather(_ matrix: [Float], at synapses: [Wiring.Synapse]) -> [Float] {
    synapses.map { matrix[$0.source * targets + $0.target] }
  }

  /// A matrix with one value per synapse and another everywhere else.
  func scatter(
    _ values: some Collection<Float>, at synapses: [Wiring.Synapse], elsewhere: Float
  ) -> [Float] {
    var matrix = [Float](repeating: elsewhere, count: sources * targets)
    for (synapse, value) in zip(synapses, values) {
      matrix[synapse.source * targets + synapse.target] = value
    }
    return matrix
  }
}

/// The neurons of a wired CfC by the layers that step in turn, and where a pair of them lies in the package's
/// matrices: `[neurons of the layer, neurons of the layer before (or inputs) and its own]`.
struct LayeredNeurons {
  /// The ids of each layer's neurons, ascending; the first layer steps first.
  let members: [[Int]]
  let inputs: Int
  /// Each neuron's layer and its place there.
  private let places: [(layer: Int, row: Int)]

  init(_ wiring: Wiring) {
    self.init(members: CfCStages(wiring).members.map { $0.map(Int.init) }, inputs: wiring.inputs)
  }

  /// Layers of these sizes: ids run from the last layer to the first, as ours do.
  init(sizes: [Int], inputs: Int) {
    var first = sizes.reduce(0, +)
    let members = sizes.map { size in
      first -= size
      return Array(first..<first + size)
    }
    self.init(members: members, inputs: inputs)
  }

  private init(members: [[Int]], inputs: Int) {
    var places = [(layer: Int, row: Int)](repeating: (0, 0), count: members.reduce(0) { $0 + $1.count })
    for (layer, neurons) in members.enumerated() {
      for (row, neuron) in neurons.enumerated() { places[neuron] = (layer, row) }
    }
    self.members = members
    self.inputs = inputs
    self.places = places
  }

  var count: Int { places.count }

  /// Our neurons in the order of the package's state: layer by layer.
  var stateOrder: [Int] { members.flatMap { $0 } }

  /// What a layer sees apart from itself: neurons of the layer before, or inputs.
  func features(ofLayer layer: Int) -> Int { layer == 0 ? inputs : members[layer - 1].count }

  func shape(ofLayer layer: Int) -> [Int] {
    [members[layer].count, features(ofLayer: layer) + members[layer].count]
  }

  /// Where the weight of a pair of neurons of one layer, or of a layer and the one before, lies.
  func place(source: Int, target: Int) -> (layer: Int, index: Int) {
    let (layer, row) = places[target]
    let isOwn = places[source].layer == layer
    let column = places[source].row + (isOwn ? features(ofLayer: layer) : 0)
    return (layer, row * shape(ofLayer: layer)[1] + column)
  }

  /// Where the weight of an input and a neuron of the first layer lies.
  func place(input: Int, target: Int) -> (layer: Int, index: Int) {
    (0, places[target].row * shape(ofLayer: 0)[1] + input)
  }

  /// Where a neuron's own value lies in the package's vectors.
  func place(of neuron: Int) -> (layer: Int, index: Int) {
    (places[neuron].layer, places[neuron].row)
  }
}
