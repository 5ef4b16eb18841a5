/// A tensor of ours that holds weights of a head of a wired CfC.
struct WiredTensor {
  let head: String
  let isSensory: Bool
  /// Whether it is the whole matrix of a complete wiring, rather than one value per synapse.
  let isDense: Bool
  private let synapses: [CfC.HeadSynapse]
  private let inputs: Int
  private let neurons: Int

  /// Nil for another tensor.
  init?(_ entry: ParameterLayout.Entry, cell: CfC) {
    guard
      let head = cell.options.mode.heads.first(where: { [$0 + "_w", $0 + "_sensory_w"].contains(entry.name) })
    else { return nil }
    self.head = head
    isSensory = entry.name.hasSuffix("_sensory_w")
    isDense = cell.wiring.isComplete
    (inputs, neurons) = (cell.wiring.inputs, cell.wiring.neurons)
    // Found anew for each tensor: they are many, and only one list is needed at a time.
    let all = isDense ? nil : cell.synapses(ofHead: head)
    synapses = (isSensory ? all?.sensory : all?.recurrent) ?? []
  }

  /// Where each element lies in the package's matrices.
  func places(_ layers: LayeredNeurons) -> [(layer: Int, index: Int)] {
    // The one matrix of a complete wiring has the package's own order.
    if isDense { return (0..<neurons * (inputs + neurons)).map { (0, $0) } }
    return synapses.map {
      isSensory
        ? layers.place(input: $0.source, target: $0.target)
        : layers.place(source: $0.source, target: $0.target)
    }
  }
}

/// The elements of a mixed memory's tensors in the order of our neurons and of the package's state.
struct MemoryOrder {
  /// Our neuron at each place of the package's state.
  private let neurons: [Int]

  init(_ layers: LayeredNeurons) { neurons = layers.stateOrder }

  func ours(_ values: [Float], _ entry: ParameterLayout.Entry) -> [Float] {
    var result = values
    for (theirs, ours) in pairs(entry) { result[ours] = values[theirs] }
    return result
  }

  func theirs(_ values: [Float], _ entry: ParameterLayout.Entry) -> [Float] {
    var result = values
    for (theirs, ours) in pairs(entry) { result[theirs] = values[ours] }
    return result
  }

  /// The places of each element: four blocks of rows, one per neuron, and columns that are neurons or inputs.
  private func pairs(_ entry: ParameterLayout.Entry) -> [(theirs: Int, ours: Int)] {
    let width = entry.shape.count == 2 ? entry.shape[1] : 1
    let columns = entry.name == MemoryTensor.recurrentWeight ? neurons : Array(0..<width)
    return (0..<4).flatMap { gate in
      neurons.enumerated().flatMap { row, neuron in
        columns.enumerated().map { column, other in
          let first = gate * neurons.count
          return ((first + row) * width + column, (first + neuron) * width + other)
        }
      }
    }
  }
}
