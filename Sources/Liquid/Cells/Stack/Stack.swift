/// Layers of cells one above the other: each sees what the one below gives, and the last one is read.
///
///     let first = try CfC(wiring: .fullyConnected(inputs: 8, units: 64, outputs: 64, seed: 1))
///     let second = try LTC(wiring: .autoNCP(inputs: 64, units: 32, outputs: 2, seed: 2))
///     let cell = try Stack(layers: [first, second], options: .init(dropout: 0.2, normalizesLayers: true))
///
/// In a step, the inputs u become x_1 (see `Embedding`), every layer k computes its states h_k from x_k, and
///
///     x_(k+1) = drop(norm(h_k)) [+ x_k]
///
/// where h_k are the states that the layer's own output map would read (all neurons of a cell with a dense layer, else
/// the motor neurons), `norm` is layer normalisation, `drop` is dropout, and the residual term is there between vectors
/// of one length. Output maps and dense layers of all layers but the last are left out. What the last layer's readout
/// reads is h of the last layer, or, where that has a dense layer, x after it; pooled over the steps so far where the
/// options say so.
///
/// Its wiring is that of all layers together, the last layer's neurons first: synapses from a layer to the next join
/// neurons as all others do. States: the neurons', what else the layers keep (such as the memory of an LSTM), then the
/// pool and what the readout reads.
///
/// Tensors: those of each layer with `layer1.` and so on before their names, `layer1.norm_w` and `layer1.norm_b`
/// `[h]`, `embedding1` `[levels, width]`, `pool_query` `[read]`, then those of the last layer's readout.
///
/// Sources: Ba, Kiros and Hinton, "Layer normalization", 2016; Gal and Ghahramani, "A theoretically grounded application
/// of dropout in recurrent neural networks", 2016.
public struct Stack: SteppedCell {
  package static let traits = CellTraits(identifier: "stack", title: "Stack", wiring: .any)

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout
  /// From the inputs to the outputs.
  let layers: [StackLayer]
  let embedding: InputEmbedding?
  let plan: StackPlan
  /// What each synapse of the whole wiring is among those of its layer: several where an input is embedded.
  private let synapsePlaces: [[StackWiring.Place]]

  /// Builds a stack, its first layer first.
  ///
  /// - Throws: where a layer does not have as many inputs as the one below gives, or an option lies outside of what is
  ///   allowed.
  public init(layers: [any Cell], options: Options = Options()) throws(ArchitectureError) {
    var options = options
    options.layers = layers.map { Architecture($0.machinery.cell) }
    try self.init(options: options)
  }

  private init(options: Options) throws(ArchitectureError) {
    try options.validate()
    let cells = try options.makeCells()
    let inputs = try options.inputs(firstLayer: cells[0].wiring.inputs)
    try self.init(cells: cells, inputs: inputs, options: options)
  }

  private init(cells: [any SteppedCell], inputs: Int, options: Options) throws(ArchitectureError) {
    let layout = ParameterLayout(stack: cells, options: options)
    self.options = options
    self.layout = layout
    embedding = InputEmbedding(inputs: inputs, tables: options.embeddings, layout: layout)
    let plan = StackPlan(cells, options: options)
    self.plan = plan
    layers = cells.indices.map { StackLayer(cells, at: $0, plan: plan, layout: layout, options: options) }
    let joined = StackWiring(layers, inputs: inputs, embedding: embedding)
    synapsePlaces = joined.places
    do {
      wiring = try joined.wiring()
    } catch {
      throw .invalidWiring(error)
    }
  }

  package init(wiring: Wiring, options: Options) throws(ArchitectureError) {
    try self.init(options: options)
    // Names are made anew: files from before they were worded so are read as well.
    guard wiring.hasSameSynapses(as: self.wiring) else {
      throw .invalidOption(name: "wiring", value: wiring.kind, allowed: "that of the layers together")
    }
  }

  var ports: NetworkPorts { plan.ports(inputs: wiring.inputs) }

  func makeStepRunner() -> any StepRunner { StackStep(cell: self) }

  /// What the synapses did, from what those of each layer did.
  func readings(ofLayers readings: [SynapseActivity]) -> SynapseActivity {
    var all = SynapseActivity(weights: [], currents: [])
    let embedded = Set(options.embeddings.map(\.channel))
    for (index, places) in synapsePlaces.enumerated() {
      let (synapse, isSensory) = synapse(index)
      let current = places.reduce(Float(0)) { $0 + readings[$1.layer].currents[$1.synapse] }
      all.currents.append(current)
      // An index has no gain: what its vector contributes is what one more of it would.
      all.weights.append(
        isSensory && embedded.contains(synapse.source)
          ? current : readings[places[0].layer].weights[places[0].synapse])
    }
    return all
  }

  package func initialParameters(seed: UInt64) -> [Float] {
    var parameters = [Float](repeating: 0, count: layout.count)
    // Numbers of its own: with those of the first layer, vectors would be drawn in proportion to that layer's weights.
    embedding?.initialise(&parameters, seed: seed ^ 0xE4BE_DD1E)
    for layer in layers { layer.initialise(&parameters, seed: seed &+ UInt64(layer.index)) }
    return parameters
  }

  package var stepWork: CellWork {
    let all = layers.map { $0.cell.stepWork }
    let sigmoids = all.reduce(0) { if case .sigmoids(let count) = $1 { $0 + count } else { $0 } }
    let products = all.reduce(0) { if case .multiplyAdds(let count) = $1 { $0 + count } else { $0 } }
    return sigmoids > products ? .sigmoids(sigmoids) : .multiplyAdds(products)
  }

  package func group(ofNeuron neuron: Int) -> String {
    let layer = layer(ofNeuron: neuron)
    return layer.groupName(ofNeuron: neuron - layer.neurons.lowerBound)
  }

  /// Tables of embeddings: their gradient is 0 but for the rows of the categories that a batch has.
  package var sparseTensors: [SparseTensor] { embedding?.sparseTensors ?? [] }
}

extension Stack {
  /// An option for what lies between a layer and what sees it.
  public enum ConnectionOption: Sendable, Hashable {
    case dropout, layerNorm, residual
  }

  /// The options that are set and change nothing: dropout and normalisation without a second layer or a dense readout,
  /// residual terms where no layer gives as many channels as it sees.
  public var idleOptions: [ConnectionOption] {
    var idle: [ConnectionOption] = []
    if options.dropout > 0, !layers.contains(where: \.drops) { idle.append(.dropout) }
    if options.normalizesLayers, !layers.contains(where: { $0.norm != nil }) { idle.append(.layerNorm) }
    if options.isResidual, !layers.contains(where: \.isResidual) { idle.append(.residual) }
    return idle
  }
}

extension Stack {
  /// States that stay where a new value is not larger.
  var maxima: Range<Int> { options.pooling == .max ? plan.read : 0..<0 }

  /// The layer that a neuron of the whole wiring is in.
  func layer(ofNeuron neuron: Int) -> StackLayer {
    guard let layer = layers.first(where: { $0.neurons.contains(neuron) }) else {
      preconditionFailure("neuron \(neuron) of \(wiring.neurons)")
    }
    return layer
  }

  package var actsThroughSynapsesAlone: Bool {
    layers.allSatisfy { $0.cell.actsThroughSynapsesAlone } && !options.normalizesLayers && !options.isResidual
      && options.pooling == .last && options.embeddings.isEmpty
  }

  /// All but the neurons'.
  var keptRows: Int { plan.states - wiring.neurons }

  package func owner(ofState state: Int) -> StateOwner {
    if state < wiring.neurons { return .neurons(state..<state + 1) }
    guard let layer = layers.first(where: { $0.extras.contains(state) }) else {
      let place = state - plan.read.lowerBound
      return .neurons(plan.read.contains(state) ? place..<place + 1 : 0..<plan.read.count)
    }
    let own = layer.neurons.count + state - layer.extras.lowerBound
    switch layer.cell.owner(ofState: own) {
    case .neurons(let neurons):
      let first = layer.neurons.lowerBound
      return .neurons(first + neurons.lowerBound..<first + neurons.upperBound)
    case .input(let channel):
      if layer.index == 0 { return .input(embedding?.input(ofSeen: channel) ?? channel) }
      let below = layers[layer.index - 1].neurons.lowerBound + channel
      return .neurons(below..<below + 1)
    }
  }

  /// A layer sees the newest states of the one below.
  package func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool {
    let (source, target) = (layer(ofNeuron: synapse.source), layer(ofNeuron: synapse.target))
    guard source.index == target.index else { return false }
    var own = synapse
    own.source -= target.neurons.lowerBound
    own.target -= target.neurons.lowerBound
    return target.cell.seesStateBefore(own)
  }

  /// Nil unless every layer's synapses can be cut.
  package func weights(ofSynapse synapse: Int) -> [SynapseWeight]? {
    guard layers.allSatisfy(\.cutsSynapses) else { return nil }
    var all: [SynapseWeight] = []
    for place in synapsePlaces[synapse] {
      guard let own = layers[place.layer].cell.weights(ofSynapse: place.synapse) else { return nil }
      all += own.map { layers[place.layer].placed($0) }
    }
    return all
  }

  /// Not what a normalisation, the layer below or a table makes of them.
  package var synapsesSeeStates: Bool {
    !options.normalizesLayers && !options.isResidual && options.embeddings.isEmpty
      && !layers.contains { $0.cell.hasMixedMemory }
  }

  package func synapseActivations(parameters: [Float]) -> (_ synapse: Int, _ source: Float) -> Float {
    let own = layers.map { $0.synapseActivations(parameters: $0.parameters(of: parameters)) }
    return { synapse, source in
      let places = synapsePlaces[synapse]
      guard places.count == 1, let place = places.first else { return source }
      return own[place.layer](place.synapse, source)
    }
  }

  package func fold(_ synapses: Set<Int>, activations: [Double], into parameters: inout [Float]) {
    for layer in layers {
      var (own, passed) = (Set<Int>(), [Double](repeating: 0, count: layer.cell.wiring.synapseCount))
      for synapse in synapses {
        for place in synapsePlaces[synapse] where place.layer == layer.index {
          own.insert(place.synapse)
          passed[place.synapse] = activations[synapse]
        }
      }
      var changed = layer.parameters(of: parameters)
      layer.cell.fold(own, activations: passed, into: &changed)
      layer.write(changed, to: &parameters)
    }
  }
}
