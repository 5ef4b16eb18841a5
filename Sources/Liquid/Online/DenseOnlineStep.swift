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

  private let workspace: StepWorkspace
  private let layers: [DenseTerm]
  /// Where what each layer sees lies in the direct vectors.
  private let places: [Int]
  private let inputPlaces: [Int?]
  /// Floats of a row of coefficients.
  private let width: Int

  /// Nil for a cell of which some parameters act in other ways.
  init?(cell: any SteppedCell, method: OnlineMethod) {
    workspace = StepWorkspace(cell: cell)
    guard let layers = workspace.stepper.denseTerms(rows: workspace.rows.row(0)) else { return nil }
    self.layers = layers
    let reach = StepReach(
      cell: cell, states: workspace.layout.states,
      parameters: LaneOnlineStep.parametersOfStates(cell.layout), method: method)
    // An approximation keeps other states for each input; the exact gradient has shorter ways for several side by side.
    let plan = DensePlan(
      cell: cell, layers: layers.map(\.layer), reach: reach,
      inputsPerGroup: method == .rtrl ? LaneShard.lanes / 2 : 1)
    (graph, places, inputPlaces, width) = (plan.graph, plan.places, plan.inputPlaces, plan.width)
    coefficients.reserve(graph.coefficients)
    direct.reserve(graph.directWidth)
    for place in plan.ones { direct.base[place] = 1 }
    states.reserve(graph.states)
  }

  func load(_ parameters: [Float], interventions: [NetworkIntervention]) {
    workspace.load(parameters, interventions: interventions)
  }

  func advance(_ inputs: [Float], elapsed: Float) {
    for channel in inputs.indices {
      if let place = inputPlaces[channel] { direct.base[place] = inputs[channel] }
    }
    workspace.start(inputs, elapsed: elapsed, states: states.base)
    for first in stride(from: 0, to: graph.states, by: LaneShard.lanes) { differentiate(from: first) }
    workspace.finish(states.base)
  }

  func timeConstant(ofNeuron neuron: Int) -> Float { workspace.timeConstants.row(neuron)[0] }

  /// Writes the derivatives of 16 states after the step, or as many as there are.
  private func differentiate(from first: Int) {
    let lanes = LaneShard.lanes
    let (layout, gradientRows) = (workspace.layout, workspace.gradientRows)
    workspace.advance()
    if first == 0 {
      keepSeen()
      workspace.readTimeConstants()
    }
    workspace.backward(from: first..<min(first + lanes, graph.states))
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
