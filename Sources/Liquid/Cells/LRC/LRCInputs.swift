import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per sequence: N neurons, I inputs
//   f and z follow one another, as do the gradients with respect to them: [2, N]

/// How inputs reach the neurons of an `LRCCell`: what they and the biases add to f and z, for 16 lanes.
protocol LRCInputs: AnyObject {
  /// Loads the parameters that later calls use, `[layout.count]`.
  func load(_ parameters: [Float])

  /// Cuts what comes through some inputs, until parameters are loaded: their weights have no gradient then.
  func cut(_ silenced: Set<Int>)

  /// Makes room for the backward pass of a number of steps.
  func reserve(slots: Int)

  /// Writes f and z without the recurrent synapses, `[2, neurons]`.
  func begin(inputs: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>)

  /// Sets the sums of gradients to zero.
  func zeroGradients()

  /// The backward pass of a step: adds to the sums and to `inputGradient`, `[inputs]`.
  ///
  /// - Parameter gradient: with respect to f and z, summed over the step, `[2, neurons]`.
  func backward(
    slot: Int, inputs: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>)

  /// Adds the parameters' gradient of the steps in the slots since `zeroGradients` to a flat vector.
  func accumulateGradients(slots: Int, into gradient: inout [Float])

  /// A sensory synapse, counted among those of the wiring.
  func synapse(_ index: Int) -> LRCSynapse
}

/// Inputs that act through the wiring's sensory synapses, each with a sigmoid of its own.
final class WiredLRCInputs: LRCInputs {
  private let wiring: Wiring
  private let byTarget: SynapseTable
  private let bySource: SynapseTable
  private var synapses: [LRCSynapse]
  private var cutSynapses: Set<Int> = []
  private let places: (w: Int, k: Int, mu: Int, sigma: Int)
  private let leaks: (g: Range<Int>, k: Range<Int>)
  /// Of f, then of z, `[2 neurons]`.
  private let biases = LaneBuffer()
  /// One row of sums per synapse, in the order of `bySource`, and with respect to f and z, `[2, neurons]`.
  private let synapseSums = LaneBuffer()
  private let biasSums = LaneBuffer()

  init(cell: LRC) {
    let layout = cell.layout
    wiring = cell.wiring
    byTarget = SynapseTable(wiring.sensorySynapses, groups: wiring.neurons, grouping: .byTarget)
    bySource = SynapseTable(wiring.sensorySynapses, groups: wiring.inputs, grouping: .bySource)
    synapses = Array(repeating: LRCSynapse(), count: wiring.sensorySynapses.count)
    let first = cell.sensoryPlaces(0)
    places = (first.w, first.k, first.mu, first.sigma)
    leaks = (layout["gleak"], layout["kleak"])
    biases.reserve(2 * wiring.neurons)
  }

  func load(_ parameters: [Float]) {
    for (neuron, index) in leaks.g.enumerated() { biases.base[neuron] = parameters[index] }
    for (neuron, index) in leaks.k.enumerated() {
      biases.base[wiring.neurons + neuron] = parameters[index]
    }
    for index in synapses.indices {
      synapses[index].w = parameters[places.w + index]
      synapses[index].k = parameters[places.k + index]
      synapses[index].mu = parameters[places.mu + index]
      synapses[index].sigma = parameters[places.sigma + index]
    }
    cutSynapses = []
    refresh()
  }

  func cut(_ silenced: Set<Int>) {
    if silenced.isEmpty { return }
    for (index, synapse) in wiring.sensorySynapses.enumerated() where silenced.contains(synapse.source) {
      (synapses[index].w, synapses[index].k) = (0, 0)
      cutSynapses.insert(index)
    }
    refresh()
  }

  private func refresh() {
    byTarget.load { synapses[$0].kernel }
    bySource.load { synapses[$0].kernel }
  }

  func reserve(slots: Int) {}

  func begin(inputs: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>) {
    withUnsafePointer(to: byTarget.list) { list in
      liquid_lrc_sums(
        list, biases.base, biases.base + wiring.neurons, inputs, sums,
        sums + wiring.neurons * LaneShard.lanes)
    }
  }

  func zeroGradients() {
    // Inference needs neither.
    synapseSums.reserve(synapses.count * LaneShard.lanes)
    biasSums.reserve(2 * wiring.neurons * LaneShard.lanes)
    synapseSums.clear(synapses.count * LaneShard.lanes)
    biasSums.clear(2 * wiring.neurons * LaneShard.lanes)
  }

  func backward(
    slot: Int, inputs: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    liquid_add(Int32(2 * wiring.neurons), gradient, biasSums.row(0))
    withUnsafePointer(to: bySource.list) { list in
      liquid_lrc_synapse_gradient(
        list, inputs, gradient, gradient + wiring.neurons * LaneShard.lanes, inputGradient,
        synapseSums.row(0))
    }
  }

  func accumulateGradients(slots: Int, into gradient: inout [Float]) {
    biasSums.addRowSums(to: &gradient, leaks.g)
    for (neuron, index) in leaks.k.enumerated() {
      gradient[index] += biasSums.rowSum(wiring.neurons + neuron)
    }
    for (place, index) in bySource.order.enumerated() {
      let sum = synapseSums.fourSums(place)
      if !cutSynapses.contains(index) {
        gradient[places.w + index] += sum.x
        gradient[places.k + index] += sum.y
      }
      gradient[places.mu + index] -= synapses[index].sigma * sum.z
      gradient[places.sigma + index] += sum.w - synapses[index].mu * sum.z
    }
  }

  func synapse(_ index: Int) -> LRCSynapse { synapses[index] }
}

/// Inputs with a sigmoid each, which reach all neurons through a dense layer: those of an `LRCSSM`.
final class DenseLRCInputs: LRCInputs {
  private let wiring: Wiring
  private let inputs: Int
  private let neurons: Int
  /// To f and z of all neurons, `[2 neurons, inputs]`.
  private let layer: DenseLayer
  private let middles: Range<Int>
  private let steepness: Range<Int>
  private var silenced: Set<Int> = []
  private let mu = LaneBuffer()
  private let sigma = LaneBuffer()

  /// Of the newest step, `[inputs]`.
  private let receptors = LaneBuffer()
  private let receptorGradient = LaneBuffer()
  /// Receptors and gradients with respect to f and z of each step, `[slots, inputs]` and `[slots, 2 neurons]`.
  private let kept = LaneBuffer()
  private let gradients = LaneBuffer()
  private let muSums = LaneBuffer()
  private let sigmaSums = LaneBuffer()

  init(cell: LRCSSM) {
    let layout = cell.layout
    wiring = cell.wiring
    (inputs, neurons) = (cell.wiring.inputs, cell.wiring.neurons)
    layer = DenseLayer(
      outputs: 2 * neurons, parts: [.init(inputs: inputs, weightStart: layout["sensory_w"].lowerBound)],
      biasStart: layout["gleak"].lowerBound)
    (middles, steepness) = (layout["sensory_mu"], layout["sensory_sigma"])
    for buffer in [mu, sigma] { buffer.reserve(inputs) }
    for buffer in [receptors, receptorGradient, muSums, sigmaSums] {
      buffer.reserve(inputs * LaneShard.lanes)
    }
  }

  func load(_ parameters: [Float]) {
    layer.load(parameters)
    for (input, index) in middles.enumerated() { mu.base[input] = parameters[index] }
    for (input, index) in steepness.enumerated() { sigma.base[input] = parameters[index] }
    silenced = []
  }

  func cut(_ silenced: Set<Int>) { self.silenced.formUnion(silenced) }

  /// A receptor that is cut passes nothing on and has no slope.
  private func receive(_ seen: UnsafePointer<Float>, to open: UnsafeMutablePointer<Float>) {
    liquid_lrc_receptors(Int32(inputs), sigma.base, mu.base, seen, open)
    for input in silenced {
      (open + input * LaneShard.lanes).update(repeating: 0, count: LaneShard.lanes)
    }
  }

  func reserve(slots: Int) {
    kept.reserve(slots * inputs * LaneShard.lanes)
    gradients.reserve(slots * 2 * neurons * LaneShard.lanes)
  }

  func begin(inputs seen: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>) {
    receive(seen, to: receptors.row(0))
    layer.forward(receptors.row(0), to: sums)
  }

  func zeroGradients() {
    for buffer in [muSums, sigmaSums] { buffer.clear(inputs * LaneShard.lanes) }
  }

  func backward(
    slot: Int, inputs seen: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    let open = kept.row(slot * inputs)
    receive(seen, to: open)
    gradients.row(slot * 2 * neurons).update(from: gradient, count: 2 * neurons * LaneShard.lanes)
    layer.backward(gradient, to: receptorGradient.row(0))
    liquid_lrc_receptors_gradient(
      Int32(inputs), sigma.base, mu.base, seen, open, receptorGradient.row(0), sigmaSums.row(0),
      muSums.row(0), inputGradient)
  }

  func accumulateGradients(slots: Int, into gradient: inout [Float]) {
    layer.accumulateGradients(
      steps: slots, outGradient: gradients.row(0), x: kept.row(0), stride: inputs, into: &gradient)
    muSums.addRowSums(to: &gradient, middles)
    sigmaSums.addRowSums(to: &gradient, steepness)
  }

  func synapse(_ index: Int) -> LRCSynapse {
    let source = wiring.sensorySynapses[index].source
    return LRCSynapse(
      w: layer.weights.base[index], k: layer.weights.base[neurons * inputs + index], mu: mu.base[source],
      sigma: sigma.base[source])
  }
}
