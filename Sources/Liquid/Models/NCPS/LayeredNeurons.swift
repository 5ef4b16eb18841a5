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
