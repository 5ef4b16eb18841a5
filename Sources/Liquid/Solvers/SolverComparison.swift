/// How far a network's own solver strays from the exact solution of its differential equation on one sequence.
package struct SolverComparison: Sendable, Hashable {
  /// How the reference ended. Where it is not `reached` the figures cover the steps before.
  package internal(set) var outcome = AdaptiveSolution.Outcome.reached
  /// Steps compared, from the first on.
  package internal(set) var steps = 0
  /// The largest difference of a state after a step, as a share of the range in which the reference's states lie
  /// (from the lowest to the highest of all neurons, with the start at 0). Infinite or NaN where the network's own
  /// states are.
  package internal(set) var largest = 0.0
  /// The root mean square of the differences over all neurons and steps, as such a share.
  package internal(set) var rootMeanSquare = 0.0
}

extension Model {
  /// Compares the network's own solver with an adaptive one, both from a zero state on the same inputs; nil where the
  /// cell is not a differential equation (a CfC, or a cell with a mixed memory).
  ///
  /// - Parameters:
  ///   - inputs: `[time, inputs]`
  ///   - elapsed: the elapsed time of each step, `[time]`.
  ///   - termLimit: stops the reference where it has summed about so many terms, one per synapse or weight and
  ///     evaluation (some 10 ns each); nil: at the end.
  package func solverError(
    inputs: [Float], elapsed: [Float], termLimit: Int? = nil
  ) -> SolverComparison? {
    guard let cell = cell as? any DifferentialCell,
      let equation = cell.makeEquation(parameters: parameters)
    else { return nil }
    var reference = ReferenceRun(equation: equation, neurons: cell.wiring.neurons, termLimit: termLimit)
    let width = cell.wiring.inputs
    for step in elapsed.indices {
      let seen = inputs[step * width..<(step + 1) * width]
      guard reference.advance(inputs: seen, elapsed: Double(elapsed[step])) else { break }
    }
    let own = traces(inputs: [inputs], elapsed: elapsed).first?.states ?? []
    return reference.compared(with: own)
  }
}

/// The exact states of a network, step after step.
private struct ReferenceRun {
  private let equation: any StateEquation
  private let termLimit: Int?
  private let neurons: Int
  private var state: [Double]
  /// After each step, `[steps, neurons]`.
  private var states: [Double] = []
  private var outcome = AdaptiveSolution.Outcome.reached
  private var nextStep: Double?
  private var evaluations = 0

  init(equation: any StateEquation, neurons: Int, termLimit: Int?) {
    self.equation = equation
    self.termLimit = termLimit
    self.neurons = neurons
    state = Array(repeating: 0, count: neurons)
  }

  /// Follows the equation over a step; false where that is not possible.
  mutating func advance(inputs: ArraySlice<Float>, elapsed: Double) -> Bool {
    let solver = AdaptiveSolver(
      relativeTolerance: 1e-7, absoluteTolerance: 1e-8, stepLimit: stepLimit)
    equation.begin(inputs: inputs)
    let solution = solver.solve(from: 0, to: elapsed, state: state, firstStep: nextStep) {
      [equation] _, state, derivative in
      equation.evaluate(state, into: &derivative)
    }
    evaluations += solution.evaluations
    outcome = solution.outcome
    guard outcome == .reached else { return false }
    state = solution.state
    states += state
    if elapsed > 0 { nextStep = solution.nextStep }
    return true
  }

  /// As many steps as the limit leaves, each with six evaluations.
  private var stepLimit: Int {
    guard let termLimit else { return 100_000 }
    return max(0, termLimit / max(1, equation.terms) - evaluations) / 6
  }

  func compared(with own: [Float]) -> SolverComparison {
    let lowest = states.reduce(0, min)
    let range = states.reduce(0, max) - lowest
    var comparison = SolverComparison()
    comparison.outcome = outcome
    comparison.steps = states.count / max(1, neurons)
    var squares = 0.0
    for (own, exact) in zip(own, states) {
      let difference = abs(Double(own) - exact)
      // A NaN makes the largest NaN too.
      if difference > comparison.largest || difference.isNaN { comparison.largest = difference }
      squares += difference * difference
    }
    guard comparison.largest != 0 else { return comparison }
    comparison.largest /= range
    comparison.rootMeanSquare = (squares / Double(states.count)).squareRoot() / range
    return comparison
  }
}

/// A cell's differential equation as it reads, in Double and for one sequence: for the reference solver.
protocol StateEquation: AnyObject {
  /// Terms that one evaluation sums: synapses or weights.
  var terms: Int { get }

  /// Sets a step's inputs as the network gets them, `[inputs]`.
  func begin(inputs: ArraySlice<Float>)

  /// dx/dt under those inputs, `[neurons]`.
  func evaluate(_ states: [Double], into derivative: inout [Double])
}

/// A cell whose states follow a differential equation between its inputs.
protocol DifferentialCell: SteppedCell {
  /// Nil where something else moves the states as well.
  func makeEquation(parameters: [Float]) -> (any StateEquation)?
}

/// An input map in Double.
struct InputMap {
  private var values: ChannelMapValues

  init(_ ports: NetworkPorts, layout: ParameterLayout, parameters: [Float]) {
    values = ChannelMapValues("input", map: ports.inputMap, width: ports.inputs, layout: layout)
    values.load(parameters)
  }

  /// `[inputs]`
  func apply(_ inputs: ArraySlice<Float>) -> [Double] {
    zip(inputs, zip(values.weight, values.bias)).map { Double($0) * Double($1.0) + Double($1.1) }
  }
}
