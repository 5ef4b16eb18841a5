import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per state after the step: N states in C chunks of V rows, K sub-steps, Q places
//   coefficients [C, K + 1 matrices of N, then Q] [V]
//   matrix k [N]: the derivatives of the states after the step with respect to those before sub-step k; the last is
//   the identity

/// Makes one step of several sub-steps, by multiplying their derivatives first.
///
/// The derivatives with respect to each parameter then pass through one dense matrix instead of several: with N states
/// and K sub-steps N (N + K) multiply-adds instead of K N^2 where all neurons are joined.
final class ComposedOnlineStep: OnlineStep {
  let graph: StepGraph
  let coefficients = LaneBuffer()

  private let base: any OnlineStep
  /// The sums over what leaves each state: one matrix from the next.
  private let passage: OnlineSums
  /// The sums over all sub-steps of what reaches the states from each place of a constant group.
  private let constant: OnlineSums
  private let shape: ComposedShape
  private let baseStride: Int

  var direct: LaneBuffer { base.direct }
  var states: LaneBuffer { base.states }

  /// Whether there is room for the matrices, and something is won.
  static func suits(_ graph: StepGraph) -> Bool {
    (2...64).contains(graph.subSteps) && graph.states <= 128
  }

  init(_ base: any OnlineStep) {
    self.base = base
    let inner = base.graph
    baseStride = LaneShard.count(sequences: inner.coefficients) * LaneShard.lanes
    let constantTerms = inner.groups.filter(\.isConstant).flatMap(\.terms)
    let places = Set(constantTerms.map(\.place)).sorted()
    shape = ComposedShape(states: inner.states, subSteps: inner.subSteps, places: places)
    passage = OnlineSums(
      (0..<inner.states).map { source in
        inner.edges.filter { $0.source == source }.map {
          liquid_online_term(place: Int32($0.target), coefficient: Int32($0.coefficient))
        }
      })
    let (states, stride) = (inner.states, baseStride)
    constant = OnlineSums(
      places.map { place in
        let terms = constantTerms.filter { $0.place == place }
        return (0..<inner.subSteps).flatMap { subStep in
          terms.map { term in
            liquid_online_term(
              place: Int32((subStep + 1) * states + term.target),
              coefficient: Int32(subStep * stride + term.coefficient))
          }
        }
      })
    graph = shape.graph(of: inner)
    coefficients.reserve(graph.coefficients)
    for state in 0..<states {
      coefficients.base[shape.matrix(inner.subSteps, source: state, target: state)] = 1
    }
  }

  func load(_ parameters: [Float], interventions: [NetworkIntervention]) {
    base.load(parameters, interventions: interventions)
  }

  func timeConstant(ofNeuron neuron: Int) -> Float { base.timeConstant(ofNeuron: neuron) }

  func advance(_ inputs: [Float], elapsed: Float) {
    base.advance(inputs, elapsed: elapsed)
    for chunk in 0..<shape.chunks {
      let matrices = coefficients.base + shape.start(of: chunk)
      let (vectors, size) = (Int32(shape.vectors), shape.states * shape.width)
      passage.withKernelSums { sums in
        for subStep in (0..<shape.subSteps).reversed() {
          liquid_online_combine(
            vectors, sums, base.coefficients.base + subStep * baseStride, matrices + (subStep + 1) * size,
            matrices + subStep * size)
        }
      }
      constant.withKernelSums {
        liquid_online_combine(
          vectors, $0, base.coefficients.base, matrices, matrices + (shape.subSteps + 1) * size)
      }
    }
  }
}

/// Where the numbers of a composed step lie.
private struct ComposedShape {
  let states: Int
  let subSteps: Int
  /// Of the constant groups' direct vectors.
  let places: [Int]
  /// Rows of states side by side.
  let vectors: Int
  let chunks: Int

  init(states: Int, subSteps: Int, places: [Int]) {
    (self.states, self.subSteps, self.places) = (states, subSteps, places)
    let rows = LaneShard.count(sequences: states)
    vectors = min(rows, 4)
    chunks = (rows + 3) / 4
  }

  /// States of a chunk.
  var width: Int { vectors * LaneShard.lanes }

  func start(of chunk: Int) -> Int { chunk * ((subSteps + 1) * states + places.count) * width }

  /// The place of the derivative of a state after the step with respect to one before a sub-step.
  func matrix(_ subStep: Int, source: Int, target: Int) -> Int {
    start(of: target / width) + (subStep * states + source) * width + target % width
  }

  /// The place of what reaches a state from a place of the constant groups.
  func constant(_ index: Int, target: Int) -> Int {
    start(of: target / width) + ((subSteps + 1) * states + index) * width + target % width
  }

  func graph(of inner: StepGraph) -> StepGraph {
    let reached = reach(inner)
    let edges = reached.enumerated().flatMap { source, targets in
      targets.map {
        StepGraph.Edge(target: $0, source: source, coefficient: matrix(0, source: source, target: $0))
      }
    }
    let groups = inner.groups.map { group in
      StepGraph.Group(
        parameters: group.parameters,
        terms: group.isConstant
          ? constantTerms(group, reached) : changingTerms(group, reached, width: inner.directWidth),
        isConstant: true)
    }
    return StepGraph(
      states: states, subSteps: 1, coefficients: start(of: chunks), directWidth: subSteps * inner.directWidth,
      edges: edges, groups: groups)
  }

  /// Of a group whose vectors are the same in all sub-steps: one term for each vector and state.
  private func constantTerms(_ group: StepGraph.Group, _ reached: [[Int]]) -> [StepGraph.DirectTerm] {
    var terms: [StepGraph.DirectTerm] = []
    for (index, place) in places.enumerated() {
      let direct = group.terms.filter { $0.place == place }
      for target in Set(direct.flatMap { reached[$0.target] }).sorted() {
        terms.append(.init(target: target, coefficient: constant(index, target: target), place: place))
      }
    }
    return terms
  }

  /// Of a group whose vectors change from sub-step to sub-step: one term for each sub-step and state.
  private func changingTerms(
    _ group: StepGraph.Group, _ reached: [[Int]], width: Int
  ) -> [StepGraph.DirectTerm] {
    var terms: [StepGraph.DirectTerm] = []
    for term in group.terms {
      for target in reached[term.target] {
        for subStep in 0..<subSteps {
          let coefficient = matrix(subStep + 1, source: term.target, target: target)
          terms.append(
            .init(target: target, coefficient: coefficient, place: subStep * width + term.place))
        }
      }
    }
    return terms
  }

  /// The states that each state reaches within the step, itself included.
  private func reach(_ inner: StepGraph) -> [[Int]] {
    var leaving = [Set<Int>](repeating: [], count: states)
    for edge in inner.edges { leaving[edge.source].insert(edge.target) }
    return (0..<states).map { state in
      var found: Set<Int> = [state]
      for _ in 0..<subSteps { found.formUnion(found.flatMap { leaving[$0] }) }
      return found.sorted()
    }
  }
}
