import CLiquidKernels

/// The derivatives of any cell's step, from its backward pass: one pass for each state.
///
/// Cost: a step forward and backward per state, which for networks of some dozen neurons is about a millisecond.
final class LaneOnlineStep: OnlineStep {
  let graph: StepGraph
  let coefficients = LaneBuffer()
  let direct = LaneBuffer()
  let states = LaneBuffer()

  private let workspace: StepWorkspace
  /// Of one state, a value per parameter.
  private var gradient: [Float]
  /// The parameter of each column; nil where it pads.
  private let columns: [Int?]

  /// - Parameter method: without an approximation all states are kept for all parameters.
  init(cell: any SteppedCell, method: OnlineMethod) {
    workspace = StepWorkspace(cell: cell)
    gradient = Array(repeating: 0, count: cell.layout.count)
    let reach = StepReach(
      cell: cell, states: workspace.layout.states, parameters: Self.parametersOfStates(cell.layout),
      method: method)
    (graph, columns) = reach.graph()
    coefficients.reserve(graph.coefficients)
    coefficients.base[graph.coefficients - 1] = 1
    direct.reserve(graph.directWidth)
    states.reserve(graph.states)
  }

  /// The parameters that are not those of the readout.
  static func parametersOfStates(_ layout: ParameterLayout) -> [Int] {
    layout.entries.filter { !ParameterLayout.readoutTensors.contains($0.name) }.flatMap { Array($0.range) }
  }

  func load(_ parameters: [Float], interventions: [NetworkIntervention]) {
    workspace.load(parameters, interventions: interventions)
  }

  func advance(_ inputs: [Float], elapsed: Float) {
    workspace.start(inputs, elapsed: elapsed, states: states.base)
    for state in 0..<graph.states { differentiate(state) }
    workspace.finish(states.base)
  }

  func timeConstant(ofNeuron neuron: Int) -> Float { workspace.timeConstants.row(neuron)[0] }

  /// Writes the derivatives of one state after the step; those of a state that is held are 0.
  private func differentiate(_ state: Int) {
    let (layout, width) = (workspace.layout, graph.directWidth / graph.states)
    let (inputMap, gradientRows) = (workspace.inputMap, workspace.gradientRows)
    workspace.advance()
    if state == 0 { workspace.readTimeConstants() }
    workspace.backward(from: state..<state + 1)
    for index in gradient.indices { gradient[index] = 0 }
    inputMap.zeroGradients()
    inputMap.backward(workspace.shard.inputs.row(0), outGradient: gradientRows.row(0), xGradient: nil)
    workspace.stepper.accumulateGradients(
      slots: 1, rows: workspace.rows.row(0), stride: layout.stride, into: &gradient)
    inputMap.accumulateGradients(into: &gradient)
    for source in 0..<graph.states {
      coefficients.base[state * graph.states + source] = gradientRows.row(layout.before + source)[0]
    }
    for (column, parameter) in columns.enumerated() {
      if let parameter { direct.base[state * width + column] = gradient[parameter] }
    }
  }
}

/// Which states and parameters a cell's step lets act on which states.
struct StepReach {
  let states: Int
  let parameters: [Int]
  /// `[target]`: the states that it depends on.
  private(set) var sources: [Set<Int>]
  /// The states that each of `parameters` acts on directly; nil: all.
  private var targets: [[Int]]?

  /// - Parameter method: an approximation needs to know what does not depend on what.
  init(cell: any SteppedCell, states: Int, parameters: [Int], method: OnlineMethod) {
    if method.furtherSynapses == nil {
      self.init(everything: states, parameters: parameters)
    } else {
      self.init(probing: cell, states: states, parameters: parameters)
    }
  }

  /// The states that any of some parameters acts on directly, ascending.
  func targets(of group: [Int?]) -> [Int] {
    guard let targets else { return Array(0..<states) }
    let own = Set(group.compactMap(\.self))
    return Set(zip(parameters, targets).filter { own.contains($0.0) }.flatMap(\.1)).sorted()
  }

  /// What is always right: everything depends on everything.
  private init(everything states: Int, parameters: [Int]) {
    self.states = states
    self.parameters = parameters
    sources = Array(repeating: Set(0..<states), count: states)
  }

  /// What derivatives at random places show: where there is one, it is 0 at all of them only if it is 0 everywhere.
  private init(probing cell: any SteppedCell, states: Int, parameters: [Int]) {
    self.states = states
    self.parameters = parameters
    sources = Array(repeating: [], count: states)
    var found = [Set<Int>](repeating: [], count: parameters.count)
    let step = LaneOnlineStep(cell: cell, method: .rtrl)
    var generator = SeededGenerator(seed: 1)
    for probe in 0..<Self.probes {
      let values = cell.initialParameters(seed: UInt64(probe)).map {
        $0 + Float(generator.uniform(0.01, 0.1))
      }
      step.load(values, interventions: [])
      for state in 0..<states { step.states.base[state] = Float(generator.uniform(-0.5, 0.5)) }
      // Larger than any new value, and smaller.
      for state in cell.maxima { step.states.base[state] = probe % 2 == 0 ? 1000 : -1000 }
      step.advance((0..<cell.wiring.inputs).map { _ in Float(generator.normal()) }, elapsed: 0.7)
      let width = step.graph.directWidth / states
      for target in 0..<states {
        for source in 0..<states where step.coefficients.base[target * states + source] != 0 {
          sources[target].insert(source)
        }
        for column in parameters.indices where step.direct.base[target * width + column] != 0 {
          found[column].insert(target)
        }
      }
    }
    join(cell.sparseTensors, &found)
    targets = found.map { $0.sorted() }
  }

  /// Rows of a table that no probe's inputs name act on what those do that one names.
  private func join(_ tensors: [SparseTensor], _ found: inout [Set<Int>]) {
    let places = Dictionary(uniqueKeysWithValues: zip(parameters, parameters.indices))
    for tensor in tensors {
      for element in 0..<tensor.width {
        let column = stride(
          from: tensor.range.lowerBound + element, to: tensor.range.upperBound, by: tensor.width
        )
        .compactMap { places[$0] }
        let all = column.reduce(into: Set<Int>()) { $0.formUnion(found[$1]) }
        for place in column { found[place] = all }
      }
    }
  }

  /// Enough for a unit that is at rest in half of them.
  private static let probes = 12

  /// The graph, whose coefficients are `[target, source]` and a 1 after them, and whose direct vectors are
  /// `[target, columns]`; and the parameter of each column.
  func graph() -> (graph: StepGraph, columns: [Int?]) {
    var members: [[Int]: [Int]] = [:]
    var order: [[Int]] = []
    for (index, parameter) in parameters.enumerated() {
      let own = targets?[index] ?? Array(0..<states)
      if members[own] == nil { order.append(own) }
      members[own, default: []].append(parameter)
    }
    let lanes = LaneShard.lanes
    var columns: [Int?] = []
    var placed: [(targets: [Int], parameters: [Int], start: Int)] = []
    for own in order where !own.isEmpty {
      let parameters = members[own] ?? []
      placed.append((own, parameters, columns.count))
      columns += parameters
      while columns.count % lanes != 0 { columns.append(nil) }
    }
    let (width, one) = (columns.count, states * states)
    let groups = placed.map { group in
      StepGraph.Group(
        parameters: group.parameters,
        terms: group.targets.map { .init(target: $0, coefficient: one, place: $0 * width + group.start) },
        isConstant: false)
    }
    let edges = sources.enumerated().flatMap { target, sources in
      sources.sorted().map {
        StepGraph.Edge(target: target, source: $0, coefficient: target * states + $0)
      }
    }
    let graph = StepGraph(
      states: states, subSteps: 1, coefficients: one + 1, directWidth: states * width, edges: edges,
      groups: groups)
    return (graph, columns)
  }
}
