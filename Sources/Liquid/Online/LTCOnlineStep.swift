import CLiquidKernels

// Shapes of one sub-step: N neurons, E synapses and F sensory synapses, sorted by target and padded to whole rows
//   coefficients [N + E + F + 1]  the derivative of each neuron's new state with respect to its old one without
//                                 synapses; what passes each synapse; a 1
//   direct                        each neuron's new state with respect to its own parameters, neuron after neuron;
//                                 a row per input, with the derivatives of the input map; a row that nothing reads

/// The fused sub-steps of an LTC with their derivatives.
///
/// With D the length of a sub-step, r = 1 / (cm + D conductance) and s' = sigma s (1 - s), for a synapse i -> j:
///
///     dv'_j/dv_i = D r_j w s' (erev - v'_j)   and on the diagonal also cm_j r_j
///
/// A synapse's parameters act on its target alone.
final class LTCOnlineStep: OnlineStep {
  let graph: StepGraph
  let coefficients = LaneBuffer()
  let direct = LaneBuffer()
  let states = LaneBuffer()

  private let cell: LTC
  private let network: LTCNetwork
  private let inputMap: VectorMap
  private let mapped = LaneBuffer()
  private let places: LTCColumns
  private let neurons: OnlineNeurons
  private let recurrent: OnlineSynapses
  private let sensory: OnlineSynapses
  private let coefficientStride: Int

  init(cell: LTC, method: OnlineMethod) {
    self.cell = cell
    let wiring = cell.wiring
    network = LTCNetwork(cell: cell)
    inputMap = VectorMap("input", map: cell.options.inputMap, width: wiring.inputs, layout: cell.layout)
    // An approximation keeps other states for each input; the exact gradient has shorter ways for several side by side.
    places = LTCColumns(cell: cell, inputsPerGroup: method == .rtrl ? LaneShard.lanes / 2 : 1)
    neurons = OnlineNeurons(count: wiring.neurons, places: places)
    recurrent = OnlineSynapses(
      wiring.synapses, order: network.recurrentByTarget.order, prefix: "", neurons: wiring.neurons,
      places: places)
    sensory = OnlineSynapses(
      wiring.sensorySynapses, order: network.sensoryByTarget.order, prefix: "sensory_",
      neurons: wiring.neurons,
      places: places)
    let sensoryStart = wiring.neurons + recurrent.paddedCount
    let one = sensoryStart + sensory.paddedCount
    graph = StepGraph(
      states: wiring.neurons, subSteps: cell.options.unfolds, coefficients: one + 1,
      directWidth: places.width,
      edges: (0..<wiring.neurons).map { .init(target: $0, source: $0, coefficient: $0) }
        + recurrent.ends.enumerated().map {
          .init(target: $1.target, source: $1.source, coefficient: wiring.neurons + $0)
        },
      groups: places.groups(
        one: one, sensory: sensory.ends.enumerated().map { ($1, sensoryStart + $0) }))
    coefficientStride = LaneShard.count(sequences: graph.coefficients) * LaneShard.lanes
    coefficients.reserve(graph.subSteps * coefficientStride)
    direct.reserve(graph.subSteps * graph.directWidth)
    states.reserve(wiring.neurons)
    mapped.reserve(wiring.inputs)
    for subStep in 0..<graph.subSteps {
      coefficients.base[subStep * coefficientStride + one] = 1
      for channel in 0..<wiring.inputs {
        if let place = places.inputBias(channel) { direct.base[subStep * graph.directWidth + place] = 1 }
      }
    }
  }

  func load(_ parameters: [Float], interventions: [NetworkIntervention]) {
    let parameters = cell.parameters(parameters, under: interventions)
    inputMap.load(parameters)
    network.load(parameters: parameters)
    network.hold(HeldNeurons(interventions))
    neurons.load(network, held: interventions.compactMap(\.neuron))
    recurrent.load(network.values.recurrent, slopes: network.slopes, first: cell.layout["w"].lowerBound)
    sensory.load(network.values.sensory, slopes: network.slopes, first: cell.layout["sensory_w"].lowerBound)
  }

  func advance(_ inputs: [Float], elapsed: Float) {
    for channel in inputs.indices {
      mapped.base[channel] = inputs[channel]
      guard let place = places.inputWeight(channel) else { continue }
      for subStep in 0..<graph.subSteps {
        direct.base[subStep * graph.directWidth + place] = inputs[channel]
      }
    }
    inputMap.apply(mapped.base, to: mapped.base)
    neurons.withKernelNeurons(network.neurons) { neurons in
      recurrent.withKernelSynapses { recurrent in
        sensory.withKernelSynapses { sensory in
          liquid_online_ltc(
            neurons, recurrent, sensory, Int32(graph.subSteps), elapsed / Float(graph.subSteps), mapped.base,
            states.base, coefficients.base, Int64(coefficientStride), direct.base, Int64(graph.directWidth))
        }
      }
    }
  }

  func timeConstant(ofNeuron neuron: Int) -> Float { neurons.timeConstants.base[neuron] }
}

/// The neurons as `liquid_online_ltc` takes them.
private final class OnlineNeurons {
  private let count: Int
  private let (gleak, vleak, gleakSlope) = (LaneBuffer(), LaneBuffer(), LaneBuffer())
  private let (capacitanceSlope, moves) = (LaneBuffer(), LaneBuffer())
  private let (inputConductance, inputDrive) = (LaneBuffer(), LaneBuffer())
  private let (scale, next) = (LaneBuffer(), LaneBuffer())
  /// Of the newest step.
  let timeConstants = LaneBuffer()
  private let gleakPlaces: OwnedIndices
  private let vleakPlaces: OwnedIndices
  private let capacitancePlaces: OwnedIndices

  init(count: Int, places: LTCColumns) {
    self.count = count
    func owned(_ name: String) -> OwnedIndices { OwnedIndices(places.range(name).map { places.places[$0] }) }
    (gleakPlaces, vleakPlaces, capacitancePlaces) = (owned("gleak"), owned("vleak"), owned("cm"))
    // One more that pads.
    for buffer in [
      gleak, vleak, gleakSlope, capacitanceSlope, moves, inputConductance, inputDrive, scale, next,
      timeConstants,
    ] {
      buffer.reserve(count + 1)
    }
  }

  func load(_ network: LTCNetwork, held: [Int]) {
    let (values, layout) = (network.values, network.cell.layout)
    let (gleakStart, capacitanceStart) = (layout["gleak"].lowerBound, layout["cm"].lowerBound)
    for neuron in 0..<count {
      gleak.base[neuron] = values.gleak[neuron]
      vleak.base[neuron] = values.vleak[neuron]
      gleakSlope.base[neuron] = network.slopes[gleakStart + neuron]
      capacitanceSlope.base[neuron] = network.slopes[capacitanceStart + neuron]
      moves.base[neuron] = 1
    }
    for neuron in held { moves.base[neuron] = 0 }
  }

  func withKernelNeurons(
    _ values: liquid_neurons, _ body: (UnsafePointer<liquid_online_neurons>) -> Void
  ) {
    var neurons = liquid_online_neurons(
      count: Int32(count), capacitance: values.capacitance, leak: values.leak, leak_drive: values.leak_drive,
      gleak: gleak.base, vleak: vleak.base, gleak_slope: gleakSlope.base,
      capacitance_slope: capacitanceSlope.base, moves: moves.base, gleak_place: gleakPlaces.base,
      vleak_place: vleakPlaces.base, capacitance_place: capacitancePlaces.base,
      input_conductance: inputConductance.base, input_drive: inputDrive.base, scale: scale.base,
      next: next.base, time_constants: timeConstants.base)
    body(&neurons)
  }
}

/// Synapses sorted by target as `liquid_online_ltc` takes them.
private final class OnlineSynapses {
  /// In the order of the coefficients.
  let ends: [Wiring.Synapse]
  let paddedCount: Int
  private let order: [Int]
  private let rows: Int
  private let starts: OwnedIndices
  private let sources: OwnedIndices
  private let targets: OwnedIndices
  private let places: [OwnedIndices]
  private let (slope, offset, w, wSlope) = (LaneBuffer(), LaneBuffer(), LaneBuffer(), LaneBuffer())
  private let (mu, sigma, erev) = (LaneBuffer(), LaneBuffer(), LaneBuffer())
  private let (activation, steepness) = (LaneBuffer(), LaneBuffer())

  init(_ synapses: [Wiring.Synapse], order: [Int], prefix: String, neurons: Int, places columns: LTCColumns) {
    self.order = order
    ends = order.map { synapses[$0] }
    rows = LaneShard.count(sequences: synapses.count)
    let padded = rows * LaneShard.lanes
    paddedCount = padded
    var starts = [Int](repeating: 0, count: neurons + 1)
    for synapse in synapses { starts[synapse.target + 1] += 1 }
    for neuron in 0..<neurons { starts[neuron + 1] += starts[neuron] }
    self.starts = OwnedIndices(starts)
    func owned(_ values: [Int], padding: Int) -> OwnedIndices {
      OwnedIndices(values + Array(repeating: padding, count: padded - values.count))
    }
    sources = owned(ends.map(\.source), padding: 0)
    targets = owned(ends.map(\.target), padding: neurons)
    places = ["w", "mu", "sigma", "erev"].map { name in
      let range = columns.range(prefix + name)
      return owned(order.map { columns.places[range.lowerBound + $0] }, padding: columns.unread)
    }
    for buffer in [slope, offset, w, wSlope, mu, sigma, erev, activation, steepness] {
      buffer.reserve(padded)
    }
  }

  /// - Parameter first: where the tensor of the weights begins among the slopes.
  func load(_ values: SynapseValues, slopes: [Float], first: Int) {
    for (place, index) in order.enumerated() {
      let synapse = values.kernelSynapse(index)
      slope.base[place] = synapse.slope
      offset.base[place] = synapse.offset
      w.base[place] = synapse.w
      wSlope.base[place] = slopes[first + index]
      mu.base[place] = values.mu[index]
      sigma.base[place] = values.sigma[index]
      erev.base[place] = synapse.erev
    }
  }

  func withKernelSynapses(_ body: (UnsafePointer<liquid_online_synapses>) -> Void) {
    var synapses = liquid_online_synapses(
      rows: Int32(rows), starts: starts.base, sources: sources.base, targets: targets.base, slope: slope.base,
      offset: offset.base, w: w.base, w_slope: wSlope.base, mu: mu.base, sigma: sigma.base, erev: erev.base,
      w_place: places[0].base, mu_place: places[1].base, sigma_place: places[2].base,
      erev_place: places[3].base, activation: activation.base, steepness: steepness.base)
    body(&synapses)
  }
}

/// Indices for the kernels.
final class OwnedIndices {
  // Owned, of fixed size, written only by init and freed in deinit.
  let base: UnsafeMutablePointer<Int32>

  init(_ values: [Int]) {
    base = .allocate(capacity: values.count)
    base.initialize(from: values.map(Int32.init), count: values.count)
  }

  deinit { base.deallocate() }
}
