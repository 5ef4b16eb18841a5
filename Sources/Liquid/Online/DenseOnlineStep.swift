import CLiquidKernels

// Shapes: S states, I inputs, U outputs of all dense layers together, each lane a state after the step
//   coefficients [S + I + U] [S padded to rows]   direct: a vector per layer, what it sees and a 1 per bias; a row per
//   input, with the derivatives of the input map

/// The derivatives of a step whose parameters all act through dense layers: one backward pass for 16 states, side by side
/// in the lanes.
///
/// A layer's sum a = w x + b has ds'/dw = (ds'/da) x: the backward pass gives ds'/da, and the rest is a product of two
/// vectors that `SensitivityTable` makes on its way.
final class DenseOnlineStep: OnlineStep {
  let graph: StepGraph
  let coefficients = LaneBuffer()
  let direct = LaneBuffer()
  let states = LaneBuffer()

  private let stepper: any StepRunner
  private let inputMap: ChannelScaling
  private let layout: StepRows
  private let shard = LaneShard()
  private let rows = LaneBuffer()
  private let gradientRows = LaneBuffer()
  /// Of the newest step, `[neurons, 16]`.
  private let timeConstants = LaneBuffer()
  private var held = HeldNeurons()
  private let layers: [DenseTerm]
  /// Where what each layer sees lies in the direct vectors.
  private let places: [Int]
  private let inputPlaces: [Int?]
  /// Floats of a row of coefficients.
  private let width: Int

  /// Nil for a cell of which some parameters act in other ways.
  init?(cell: any SteppedCell, method: OnlineMethod) {
    let bare = cell.makeStepRunner()
    stepper = cell.hasMixedMemory ? MixedMemory(around: bare, cell: cell) : bare
    layout = StepRows(inputs: cell.ports.inputs, states: stepper.stateRows)
    rows.reserve(2 * layout.stride * LaneShard.lanes)
    stepper.reserve(slots: 1)
    guard let layers = stepper.denseTerms(rows: rows.row(0)) else { return nil }
    self.layers = layers
    inputMap = ChannelScaling(
      "input", map: cell.ports.inputMap, width: cell.ports.inputs, layout: cell.layout)
    let reach = StepReach(
      cell: cell, states: layout.states, parameters: LaneOnlineStep.parametersOfStates(cell.layout),
      method: method)
    // An approximation keeps other states for each input; the exact gradient has shorter ways for several side by side.
    let plan = DensePlan(
      cell: cell, layers: layers.map(\.layer), reach: reach,
      inputsPerGroup: method == .rtrl ? LaneShard.lanes / 2 : 1)
    (graph, places, inputPlaces, width) = (plan.graph, plan.places, plan.inputPlaces, plan.width)
    coefficients.reserve(graph.coefficients)
    direct.reserve(graph.directWidth)
    for place in plan.ones { direct.base[place] = 1 }
    states.reserve(graph.states)
    shard.reserveStep(inputs: cell.ports.inputs)
    shard.present.base.update(repeating: 1, count: LaneShard.lanes)
    gradientRows.reserve(2 * layout.stride * LaneShard.lanes)
    timeConstants.reserve(cell.wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float], interventions: [NetworkIntervention]) {
    stepper.load(parameters)
    inputMap.load(parameters)
    held = HeldNeurons(interventions)
    stepper.hold(interventions)
  }

  func advance(_ inputs: [Float], elapsed: Float) {
    let lanes = LaneShard.lanes
    for channel in inputs.indices {
      shard.inputs.row(channel).update(repeating: inputs[channel], count: lanes)
      if let place = inputPlaces[channel] { direct.base[place] = inputs[channel] }
    }
    shard.elapsed.base.update(repeating: elapsed, count: lanes)
    inputMap.apply(shard.inputs.row(0), to: rows.row(0))
    for state in 0..<layout.states {
      rows.row(layout.before + state).update(repeating: states.base[state], count: lanes)
    }
    for first in stride(from: 0, to: layout.states, by: lanes) { differentiate(from: first) }
    held.write(to: rows.row(layout.after))
    for state in 0..<layout.states { states.base[state] = rows.base[(layout.after + state) * lanes] }
  }

  func timeConstant(ofNeuron neuron: Int) -> Float { timeConstants.row(neuron)[0] }

  /// Writes the derivatives of 16 states after the step, or as many as there are.
  private func differentiate(from first: Int) {
    let lanes = LaneShard.lanes
    let place = StepPlace(shard: shard, step: 0, slot: 0)
    // The backward pass writes over what the step has left for it.
    stepper.advance(place, rows: rows.row(0))
    if first == 0 {
      keepSeen()
      stepper.readTimeConstants(place, rows: rows.row(0), into: timeConstants)
    }
    gradientRows.clear(2 * layout.stride * lanes)
    for state in first..<min(first + lanes, layout.states) where !held.neurons.contains(state) {
      gradientRows.row(layout.after + state)[state - first] = 1
    }
    stepper.zeroGradients()
    stepper.backward(place, rows: rows.row(0), gradient: gradientRows.row(0))
    var next = coefficients.base + first
    func keep(_ source: UnsafePointer<Float>, count: Int) {
      for row in 0..<count {
        next.update(from: source + row * lanes, count: lanes)
        next += width
      }
    }
    keep(gradientRows.row(layout.before), count: layout.states)
    keep(gradientRows.row(0), count: layout.inputs)
    for term in layers { keep(term.outGradient, count: term.layer.outputs) }
  }

  private func keepSeen() {
    for (term, place) in zip(layers, places) {
      for input in 0..<term.layer.inputs { direct.base[place + input] = term.x[input * LaneShard.lanes] }
    }
  }
}

/// A dense layer of a step, and where the two factors of its weights' gradient lie after the backward pass of slot 0.
struct DenseTerm {
  let layer: DenseLayer
  /// `[outputs, 16]`
  let outGradient: UnsafePointer<Float>
  /// `[inputs, 16]`, after the forward pass as well.
  let x: UnsafePointer<Float>
}

/// Where the numbers of a `DenseOnlineStep` lie.
private struct DensePlan {
  let graph: StepGraph
  let places: [Int]
  let inputPlaces: [Int?]
  /// What always is 1 in the direct vectors.
  let ones: [Int]
  let width: Int

  init(cell: any SteppedCell, layers: [DenseLayer], reach: StepReach, inputsPerGroup perGroup: Int) {
    let (lanes, states) = (LaneShard.lanes, reach.states)
    let width = LaneShard.count(sequences: states) * lanes
    var (places, ones, next): ([Int], [Int], Int) = ([], [], 0)
    var groups: [StepGraph.Group] = []
    var row = states + cell.ports.inputs
    for layer in layers {
      for output in 0..<layer.outputs {
        let (coefficient, place, parameters) = (row * width, next, layer.parameters(ofOutput: output))
        let terms = reach.targets(of: parameters).map {
          StepGraph.DirectTerm(target: $0, coefficient: coefficient + $0, place: place)
        }
        groups.append(.init(parameters: parameters, terms: terms, isConstant: true))
        row += 1
      }
      places.append(next)
      let columns = layer.parameters(ofOutput: 0).count
      ones += (next + layer.inputs)..<(next + columns)
      next += LaneShard.count(sequences: columns) * lanes
    }
    var inputPlaces = [Int?](repeating: nil, count: cell.ports.inputs)
    let map = cell.ports.inputMap
    for first in stride(from: 0, to: map == .none ? 0 : cell.ports.inputs, by: perGroup) {
      let members = first..<min(first + perGroup, cell.ports.inputs)
      var (parameters, terms): ([Int?], [StepGraph.DirectTerm]) = ([], [])
      for channel in members {
        let place = next
        inputPlaces[channel] = place + 2 * (channel - first)
        if map == .affine { ones.append(place + 2 * (channel - first) + 1) }
        let own = [
          cell.layout["input_w"].lowerBound + channel,
          map == .affine ? cell.layout["input_b"].lowerBound + channel : nil,
        ]
        parameters += own
        terms += reach.targets(of: own).map {
          StepGraph.DirectTerm(target: $0, coefficient: (states + channel) * width + $0, place: place)
        }
        next += lanes
      }
      groups.append(.init(parameters: parameters, terms: terms, isConstant: true))
    }
    let edges = (0..<states).flatMap { target in
      reach.sources[target].sorted().map {
        StepGraph.Edge(target: target, source: $0, coefficient: $0 * width + target)
      }
    }
    graph = StepGraph(
      states: states, subSteps: 1, coefficients: row * width, directWidth: next, edges: edges, groups: groups)
    (self.places, self.inputPlaces, self.ones, self.width) = (places, inputPlaces, ones, width)
  }
}
