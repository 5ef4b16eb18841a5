import CLiquidKernels

/// A synapse's parameters as the network uses them.
struct LRCSynapse {
  var w: Float = 0
  var k: Float = 0
  var mu: Float = 0
  var sigma: Float = 0

  /// As the kernels take it: with k where an LTC has w times its reversal potential.
  var kernel: liquid_synapse {
    liquid_synapse(mu: mu, sigma: sigma, w: w, drive: k, erev: 0, strength: 1)
  }

  /// s and its derivative, when the source is at a value.
  func activation(_ source: Float) -> (value: Float, slope: Float) {
    let value = sigmoid(sigma * (source - mu))
    return (value, sigma * value * (1 - value))
  }
}

/// The neurons and recurrent synapses of an `LRCCell`, laid out for the kernels.
final class LRCNetwork {
  private let wiring: Wiring
  let byTarget: SynapseTable
  let bySource: SynapseTable
  /// In the wiring's order.
  private(set) var synapses: [LRCSynapse]
  /// Synapses that are cut because their source is silenced: their weights have no gradient.
  private var cut: Set<Int> = []

  /// The neurons' parameters as the kernels take them; its pointers are valid as long as this network, whose buffers
  /// have their final size from the start.
  let neurons: liquid_lrc_neurons
  private let target: LaneBuffer
  private let slope: LaneBuffer
  private let offset: LaneBuffer
  private let shift: LaneBuffer?
  private let moves: LaneBuffer
  /// The tensors that they are loaded from.
  private let sources: [(buffer: LaneBuffer, range: Range<Int>)]
  private let places: (w: Int, k: Int, mu: Int, sigma: Int)

  init(cell: any LRCCell) {
    let (wiring, layout) = (cell.wiring, cell.layout)
    self.wiring = wiring
    byTarget = SynapseTable(wiring.synapses, groups: wiring.neurons, grouping: .byTarget)
    bySource = SynapseTable(wiring.synapses, groups: wiring.neurons, grouping: .bySource)
    synapses = Array(repeating: LRCSynapse(), count: wiring.synapses.count)
    target = LaneBuffer(count: wiring.neurons)
    slope = LaneBuffer(count: wiring.neurons)
    offset = LaneBuffer(count: wiring.neurons)
    shift = cell.dynamics.elastance == .symmetric ? LaneBuffer(count: wiring.neurons) : nil
    moves = LaneBuffer(count: wiring.neurons)
    neurons = liquid_lrc_neurons(
      target: target.base, slope: slope.base, offset: offset.base, shift: shift?.base, moves: moves.base)
    sources =
      [
        (target, layout["vleak"]), (slope, layout["elastance_w"]), (offset, layout["elastance_b"]),
      ] + (shift.map { [($0, layout["elastance_shift"])] } ?? [])
    places = (
      layout["w"].lowerBound, layout["k"].lowerBound, layout["mu"].lowerBound, layout["sigma"].lowerBound
    )
  }

  /// Loads a flat parameter vector; allocates nothing.
  func load(_ parameters: [Float]) {
    for (buffer, range) in sources {
      for (neuron, index) in range.enumerated() { buffer.base[neuron] = parameters[index] }
    }
    moves.base.update(repeating: 1, count: wiring.neurons)
    for index in synapses.indices {
      synapses[index].w = parameters[places.w + index]
      synapses[index].k = parameters[places.k + index]
      synapses[index].mu = parameters[places.mu + index]
      synapses[index].sigma = parameters[places.sigma + index]
    }
    cut = []
    refresh()
  }

  /// A held neuron does not move within a step; a silenced one loses its outgoing synapses too.
  func hold(_ held: HeldNeurons) {
    if held.neurons.isEmpty { return }
    for neuron in held.neurons { moves.base[neuron] = 0 }
    for (index, synapse) in wiring.synapses.enumerated() where held.silenced.contains(synapse.source) {
      (synapses[index].w, synapses[index].k) = (0, 0)
      cut.insert(index)
    }
    refresh()
  }

  private func refresh() {
    byTarget.load { synapses[$0].kernel }
    bySource.load { synapses[$0].kernel }
  }

  /// The elastance of a neuron in a state.
  func elastance(_ neuron: Int, state: Float) -> Float {
    let argument = slope.base[neuron] * state + offset.base[neuron]
    guard let shift else { return moves.base[neuron] * sigmoid(argument) }
    let half = shift.base[neuron]
    return moves.base[neuron] * (sigmoid(argument + half) - sigmoid(argument - half))
  }

  /// What tanh(z) is multiplied with.
  func target(_ neuron: Int) -> Float { target.base[neuron] }

  /// Adds the gradient of the recurrent synapses to a flat vector.
  ///
  /// - Parameter sums: as `liquid_lrc_synapse_gradient` leaves them.
  func accumulateGradients(_ sums: LaneBuffer, into gradient: inout [Float]) {
    for (place, index) in bySource.order.enumerated() {
      let sum = sums.fourSums(place)
      let synapse = synapses[index]
      if !cut.contains(index) {
        gradient[places.w + index] += sum.x
        gradient[places.k + index] += sum.y
      }
      gradient[places.mu + index] -= synapse.sigma * sum.z
      gradient[places.sigma + index] += sum.w - synapse.mu * sum.z
    }
  }
}
