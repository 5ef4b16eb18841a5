import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per sequence: I inputs, N neurons, P masked channels, T times
//   rows [I + N + 2 P, twice]   seen [I + N]: inputs with what is missing filled in, then h^
//   reset [I + N]: the same with r h^   gates [2 N]: r, z   candidate [N]   times [T]   stateDecay [N]

/// A step of a GRU-D. States: h, then the times since each masked channel was observed, then what was observed then.
final class GRUDStep: StepRunner {
  private let wiring: Wiring
  private let neurons: Int
  private let inputs: Int
  private let timeCount: Int
  private let layout: StepRows
  private let gateLayer: DenseLayer
  private let candidateLayer: DenseLayer
  private let decayLayer: DenseLayer
  private let channels: GRUDInputs
  private var held = HeldNeurons()

  // Of each slot; after the backward pass gates, candidate and stateDecay hold the gradient with respect to their sums.
  private let seenRows = LaneBuffer()
  private let resetRows = LaneBuffer()
  private let gateRows = LaneBuffer()
  private let candidateRows = LaneBuffer()
  private let timeRows = LaneBuffer()
  private let stateDecayRows = LaneBuffer()
  /// With respect to a layer's inputs in the current step.
  private let seenGradient = LaneBuffer()
  private let resetGradient = LaneBuffer()
  private let timeGradient = LaneBuffer()
  private let keptGradient = LaneBuffer()

  var stateRows: Int { layout.states }

  init(cell: GRUD) {
    wiring = cell.wiring
    neurons = cell.wiring.neurons
    inputs = cell.wiring.inputs
    timeCount = cell.timeCount
    layout = StepRows(inputs: inputs, states: cell.stateRows)
    channels = GRUDInputs(cell: cell, layout: layout)
    let (all, width) = (cell.layout, cell.wiring.inputs)
    func layer(_ gates: Range<Int>) -> DenseLayer {
      let first = gates.lowerBound * cell.wiring.neurons
      return DenseLayer(
        outputs: gates.count * cell.wiring.neurons,
        parts: [
          .init(inputs: width, weightStart: all["weight_ih"].lowerBound + first * width),
          .init(
            inputs: cell.wiring.neurons,
            weightStart: all["weight_hh"].lowerBound + first * cell.wiring.neurons),
        ], biasStart: all["bias_ih"].lowerBound + first)
    }
    gateLayer = layer(0..<2)
    candidateLayer = layer(2..<3)
    decayLayer = DenseLayer(
      outputs: neurons,
      parts: [.init(inputs: timeCount, weightStart: all["state_decay_w"].lowerBound)],
      biasStart: all["state_decay_b"].lowerBound)
    let lanes = LaneShard.lanes
    seenGradient.reserve((inputs + neurons) * lanes)
    resetGradient.reserve((inputs + neurons) * lanes)
    timeGradient.reserve(timeCount * lanes)
    keptGradient.reserve(neurons * lanes)
  }

  func load(_ parameters: [Float]) {
    held = HeldNeurons()
    gateLayer.load(parameters)
    candidateLayer.load(parameters)
    decayLayer.load(parameters)
    channels.load(parameters)
  }

  func reserve(slots: Int) {
    let lanes = LaneShard.lanes
    seenRows.reserve(slots * (inputs + neurons) * lanes)
    resetRows.reserve(slots * (inputs + neurons) * lanes)
    gateRows.reserve(slots * 2 * neurons * lanes)
    candidateRows.reserve(slots * neurons * lanes)
    timeRows.reserve(slots * timeCount * lanes)
    stateDecayRows.reserve(slots * neurons * lanes)
    channels.reserve(slots: slots)
  }

  func hold(_ held: HeldNeurons) { self.held = held }

  // MARK: - Forward

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    let slot = slot(place.slot)
    channels.forward(place, rows: rows, seen: slot.seen, times: slot.times)
    decayLayer.forward(slot.times, to: slot.stateDecay)
    GRUDInputs.decay(slot.stateDecay, rows: neurons)
    let (before, after) = (rows + layout.before * lanes, rows + layout.after * lanes)
    let kept = slot.seen + inputs * lanes
    for index in 0..<neurons * lanes { kept[index] = slot.stateDecay[index] * before[index] }
    // A held neuron shows its value to others.
    held.write(to: kept)
    gateLayer.forward(slot.seen, to: slot.gates)
    liquid_sigmoid(slot.gates, slot.gates, Int64(2 * neurons * lanes))
    slot.reset.update(from: slot.seen, count: inputs * lanes)
    let reset = slot.reset + inputs * lanes
    for index in 0..<neurons * lanes { reset[index] = slot.gates[index] * kept[index] }
    candidateLayer.forward(slot.reset, to: slot.candidate)
    let (candidate, update) = (slot.candidate, slot.gates + neurons * lanes)
    // tanh(x) = 2 sigmoid(2 x) - 1
    for index in 0..<neurons * lanes { candidate[index] *= 2 }
    liquid_sigmoid(candidate, candidate, Int64(neurons * lanes))
    for index in 0..<neurons * lanes {
      candidate[index] = 2 * candidate[index] - 1
      after[index] = kept[index] + update[index] * (candidate[index] - kept[index])
    }
  }

  // MARK: - Backward

  func zeroGradients() { channels.zeroGradients() }

  func backward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    let slot = slot(place.slot)
    let (before, count) = (rows + layout.before * lanes, neurons * lanes)
    let outer = gradient + layout.after * lanes
    let kept = slot.seen + inputs * lanes
    let (reset, update, candidate) = (slot.gates, slot.gates + count, slot.candidate)
    let (seen, resetSeen) = (seenGradient.base, resetGradient.base)
    let stateGradient = keptGradient.base
    for index in 0..<count {
      let (z, n) = (update[index], candidate[index])
      candidate[index] = outer[index] * z * (1 - n * n)
      update[index] = outer[index] * (n - kept[index]) * z * (1 - z)
      stateGradient[index] = outer[index] * (1 - z)
    }
    candidateLayer.backward(candidate, to: resetSeen)
    let throughReset = resetSeen + inputs * lanes
    for index in 0..<count {
      let r = reset[index]
      stateGradient[index] += throughReset[index] * r
      reset[index] = throughReset[index] * kept[index] * r * (1 - r)
    }
    gateLayer.backward(slot.gates, to: seen)
    let throughGates = seen + inputs * lanes
    for index in 0..<count { throughGates[index] += stateGradient[index] }
    held.clear(throughGates)
    let stateBefore = gradient + layout.before * lanes
    for index in 0..<count {
      let decay = slot.stateDecay[index]
      stateBefore[index] += throughGates[index] * decay
      slot.stateDecay[index] = decay < 1 ? -throughGates[index] * before[index] * decay : 0
    }
    decayLayer.backward(slot.stateDecay, to: timeGradient.base)
    for index in 0..<inputs * lanes { seen[index] += resetSeen[index] }
    channels.backward(
      place, rows: rows, seen: seen, times: (slot.times, timeGradient.base), gradient: gradient)
  }

  func accumulateGradients(
    slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float]
  ) {
    gateLayer.accumulateGradients(
      steps: slots, outGradient: gateRows.row(0), x: seenRows.row(0), stride: inputs + neurons,
      into: &gradient)
    candidateLayer.accumulateGradients(
      steps: slots, outGradient: candidateRows.row(0), x: resetRows.row(0),
      stride: inputs + neurons,
      into: &gradient)
    decayLayer.accumulateGradients(
      steps: slots, outGradient: stateDecayRows.row(0), x: timeRows.row(0), stride: timeCount,
      into: &gradient)
    channels.accumulateGradients(into: &gradient)
  }

  // MARK: - Readings

  /// How long the decay and the update gate together keep the state.
  func readTimeConstants(
    _ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer
  ) {
    let slot = slot(place.slot)
    let update = slot.gates + neurons * LaneShard.lanes
    for element in 0..<neurons * LaneShard.lanes {
      timeConstants.base[element] = memoryTime(
        elapsed: place.elapsed[element % LaneShard.lanes],
        kept: slot.stateDecay[element] * (1 - update[element]))
    }
  }

  /// How much each new state moves with its sources through the gates: with inputs as these see them, what is missing
  /// filled in, and with states before their decay.
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let lanes = LaneShard.lanes
    let slot = slot(place.slot)
    func values(_ rows: UnsafePointer<Float>) -> [Float] {
      (0..<neurons).map { rows[$0 * lanes + lane] }
    }
    let (reset, update) = (values(slot.gates), values(slot.gates + neurons * lanes))
    let (candidate, kept) = (values(slot.candidate), values(slot.seen + inputs * lanes))
    let toCandidate = (0..<neurons).map { update[$0] * (1 - candidate[$0] * candidate[$0]) }
    let toUpdate = (0..<neurons).map { (candidate[$0] - kept[$0]) * update[$0] * (1 - update[$0]) }
    var gains = GateGains(wiring)
    gains.add(gateLayer, slopes: [Float](repeating: 0, count: neurons) + toUpdate)
    let width = inputs + neurons
    var others = [Float](repeating: 0, count: neurons * width)
    for target in 0..<neurons {
      let weights = candidateLayer.weights.base + target * width
      for input in 0..<inputs {
        others[target * width + input] += toCandidate[target] * weights[input]
      }
      for between in 0..<neurons {
        let weight = toCandidate[target] * weights[inputs + between]
        others[target * width + inputs + between] += weight * reset[between]
        // Another reset of this neuron changes the candidates of all that see it.
        let slope = weight * kept[between] * reset[between] * (1 - reset[between])
        let resetWeights = gateLayer.weights.base + between * width
        for column in 0..<width { others[target * width + column] += slope * resetWeights[column] }
      }
    }
    gains.add(others)
    var readings = gains.readings(rows: slot.seen, lane: lane)
    for (index, synapse) in wiring.synapses.enumerated()
    where !held.neurons.contains(synapse.source) {
      readings.weights[index] *= slot.stateDecay[synapse.source * lanes + lane]
    }
    return readings
  }

  // MARK: - Places

  private struct Slot {
    let seen: UnsafeMutablePointer<Float>
    let reset: UnsafeMutablePointer<Float>
    let gates: UnsafeMutablePointer<Float>
    let candidate: UnsafeMutablePointer<Float>
    let times: UnsafeMutablePointer<Float>
    let stateDecay: UnsafeMutablePointer<Float>
  }

  private func slot(_ slot: Int) -> Slot {
    Slot(
      seen: seenRows.row(slot * (inputs + neurons)),
      reset: resetRows.row(slot * (inputs + neurons)),
      gates: gateRows.row(slot * 2 * neurons), candidate: candidateRows.row(slot * neurons),
      times: timeRows.row(slot * timeCount), stateDecay: stateDecayRows.row(slot * neurons))
  }
}
