/// A layer of a stack: a cell, its place among the others, and what is done to what it gives.
struct StackLayer: Sendable {
  /// Counts from 0 at the inputs.
  let index: Int
  let cell: any SteppedCell
  /// Its neurons among those of all layers.
  let neurons: Range<Int>
  /// The neurons of the layer below whose channels it sees; none where it is the first one.
  let sources: Range<Int>
  /// What else it keeps, in rows of states.
  let extras: Range<Int>
  /// Channels that the next layer, or the readout, sees.
  let width: Int
  /// The tensors of the layer normalisation, in the flat vector; nil: there is none.
  let norm: (scale: Range<Int>, shift: Range<Int>)?
  let isResidual: Bool
  let drops: Bool
  /// The cell's own parameters and where they are in the flat vector.
  private let pieces: [(own: Range<Int>, whole: Range<Int>)]

  init(
    _ cells: [any SteppedCell], at index: Int, plan: StackPlan, layout: ParameterLayout,
    options: Stack.Options
  ) {
    let cell = cells[index]
    let isLast = index == cells.count - 1
    (self.index, self.cell) = (index, cell)
    (neurons, extras, width) = (plan.neurons[index], plan.extras[index], cell.ports.read)
    sources = index > 0 ? plan.neurons[index - 1].prefix(cell.wiring.inputs) : 0..<0
    let isConnected = !isLast || cell.ports.projection != nil
    isResidual = isConnected && options.isResidual && cell.ports.read == cell.wiring.inputs
    drops = isConnected && options.dropout > 0
    norm =
      isConnected && options.normalizesLayers
      ? (layout[Self.normScale(index)], layout[Self.normShift(index)]) : nil
    pieces = cell.layout.entries.compactMap { entry in
      Self.tensor(entry.name, ofLayer: index, isLast: isLast).map { (entry.range, layout[$0]) }
    }
  }

  /// What a tensor of a layer's cell is called in the stack; nil where the stack does without it.
  static func tensor(_ name: String, ofLayer index: Int, isLast: Bool) -> String? {
    if ParameterLayout.readoutTensors.contains(name) { return isLast ? name : nil }
    return "layer\(index + 1).\(name)"
  }

  static func normScale(_ index: Int) -> String { "layer\(index + 1).norm_w" }
  static func normShift(_ index: Int) -> String { "layer\(index + 1).norm_b" }

  /// The cell's own parameters, those that the stack does without at 0.
  func parameters(of all: [Float]) -> [Float] {
    var own = [Float](repeating: 0, count: cell.layout.count)
    copy(all, to: &own)
    return own
  }

  /// Copies them; allocates nothing.
  func copy(_ all: [Float], to own: inout [Float]) {
    for piece in pieces {
      for offset in 0..<piece.own.count {
        own[piece.own.lowerBound + offset] = all[piece.whole.lowerBound + offset]
      }
    }
  }

  /// Copies the cell's own parameters back.
  func write(_ own: [Float], to all: inout [Float]) {
    for piece in pieces { all.replaceSubrange(piece.whole, with: own[piece.own]) }
  }

  /// Whether all of its synapses can be cut.
  var cutsSynapses: Bool { cell.wiring.synapseCount == 0 || cell.cutsSynapses }

  /// What the cell's synapses pass on: its input map is between them and the channels that the layer sees.
  func synapseActivations(parameters own: [Float]) -> (_ synapse: Int, _ source: Float) -> Float {
    let activation = cell.synapseActivations(parameters: own)
    var map = ChannelMapValues(
      "input", map: cell.ports.inputMap, width: cell.ports.inputs, layout: cell.layout)
    map.load(own)
    return { [cell, map] index, value in
      let (synapse, isSensory) = cell.synapse(index)
      return activation(
        index, isSensory ? value * map.weight[synapse.source] + map.bias[synapse.source] : value)
    }
  }

  /// Adds a gradient of the cell's own to that of all.
  func add(_ own: [Float], to all: inout [Float]) {
    for piece in pieces {
      for offset in 0..<piece.own.count {
        all[piece.whole.lowerBound + offset] += own[piece.own.lowerBound + offset]
      }
    }
  }

  func initialise(_ all: inout [Float], seed: UInt64) {
    write(cell.initialParameters(seed: seed), to: &all)
    if let norm { for index in norm.scale { all[index] = 1 } }
  }

  /// A weight of the cell, placed in the flat vector.
  func placed(_ weight: SynapseWeight) -> SynapseWeight {
    func whole(_ parameter: Int) -> Int? {
      pieces.first { $0.own.contains(parameter) }.map { $0.whole.lowerBound + parameter - $0.own.lowerBound }
    }
    guard let parameter = whole(weight.parameter) else {
      preconditionFailure("a synapse of the readout")
    }
    return SynapseWeight(
      parameter: parameter, bias: weight.bias.flatMap(whole), cutValue: weight.cutValue)
  }

  /// Whether the neurons' own layers have a meaning.
  private var isLayered: Bool {
    type(of: cell).traits.wiring == .any && cell.wiring.kind.hasSuffix("ncp") || cell.wiring.names != nil
  }

  /// What a group of its neurons is called: `L1`, or `L1 inter` where its own layers have a meaning.
  func groupName(ofNeuron neuron: Int) -> String {
    "L\(index + 1)" + (isLayered ? " \(cell.wiring.layers[neuron].rawValue)" : "")
  }

  /// A name for each neuron: `L1 #7`, `L1 inter 7`, or `L1` and its own.
  var neuronNames: [String] {
    (0..<cell.wiring.neurons).map { neuron in
      "L\(index + 1) " + (isLayered ? cell.wiring.name(ofNeuron: neuron) : "#\(neuron)")
    }
  }
}

extension ParameterLayout {
  /// The names of the tensors of `NetworkPorts` that turn states into outputs.
  static let readoutTensors: Set<String> = ["output_w", "output_b", "readout_w", "readout_b"]

  /// The tensors of a stack.
  init(stack cells: [any SteppedCell], options: Stack.Options) {
    self.init()
    for (index, table) in options.embeddings.enumerated() {
      append(InputEmbedding.tensor(index), shape: [table.levels, table.width])
    }
    for (index, cell) in cells.enumerated() {
      for entry in cell.layout.entries where !Self.readoutTensors.contains(entry.name) {
        append("layer\(index + 1).\(entry.name)", shape: entry.shape, constraint: entry.constraint)
      }
      let isConnected = index < cells.count - 1 || cell.ports.projection != nil
      guard options.normalizesLayers, isConnected else { continue }
      append(StackLayer.normScale(index), shape: [cell.ports.read])
      append(StackLayer.normShift(index), shape: [cell.ports.read])
    }
    let last = cells[cells.count - 1]
    if options.pooling == .attention { append(StackPool.queryTensor, shape: [last.ports.read]) }
    for entry in last.layout.entries where Self.readoutTensors.contains(entry.name) {
      append(entry.name, shape: entry.shape, constraint: entry.constraint)
    }
  }
}
