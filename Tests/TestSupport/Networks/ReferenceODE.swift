import Foundation
import Liquid

/// A network whose states follow a differential equation, as the equations read: in Double, one sequence at a time,
/// differentiated by a tape.
package struct ReferenceODE: ReferenceNetwork, Sendable {
  package enum Equation: Sendable {
    case ltc(LTC)
    /// tanh(W x + U u + b), with -x / tau where it is leaky.
    case dense(Wiring, isLeaky: Bool)
  }

  package let equation: Equation
  package let layout: ParameterLayout
  package let solver: Solver
  package let unfolds: Int
  package var parameters: [Double]

  package init(cell: LTC, parameters: [Double]) {
    self.init(.ltc(cell), cell.layout, cell.options.solver, cell.options.unfolds, parameters)
  }

  package init(cell: CTRNN, parameters: [Double]) {
    self.init(
      .dense(cell.wiring, isLeaky: true), cell.layout, cell.options.solver, cell.options.unfolds, parameters)
  }

  package init(cell: NeuralODE, parameters: [Double]) {
    self.init(
      .dense(cell.wiring, isLeaky: false), cell.layout, cell.options.solver, cell.options.unfolds, parameters)
  }

  private init(
    _ equation: Equation, _ layout: ParameterLayout, _ solver: Solver, _ unfolds: Int, _ parameters: [Double]
  ) {
    (self.equation, self.layout, self.solver) = (equation, layout, solver)
    (self.unfolds, self.parameters) = (unfolds, parameters)
  }

  package struct Run: ReferenceRun {
    let tape: Tape
    /// Before the first step and after each, `[steps + 1][neurons]`.
    package var states: [[Scalar]]
    var outputValues: [[Scalar]] = []

    package var outputs: [[Double]] { outputValues.map { $0.map(\.value) } }
  }

  package func run(inputs: [[Double]], elapsed: [Double]) -> Run {
    let tape = Tape()
    // The parameters come first, so that their indices on the tape are those of the flat vector.
    let terms = ODETerms(equation: equation, layout: layout, tape: tape, parameters: parameters)
    var run = Run(tape: tape, states: [(0..<terms.wiring.neurons).map { _ in tape.variable(0) }])
    for (input, time) in zip(inputs, elapsed) {
      let state = step(run.states[run.states.count - 1], input.map(tape.variable), elapsed: time, terms)
      run.states.append(state)
      run.outputValues.append(terms.outputs(state))
    }
    return run
  }

  /// The states after one step from any states.
  package func advanced(_ states: [Double], inputs: [Double], elapsed: Double) -> [Double] {
    let tape = Tape()
    let terms = ODETerms(equation: equation, layout: layout, tape: tape, parameters: parameters)
    return step(states.map(tape.variable), inputs.map(tape.variable), elapsed: elapsed, terms).map(\.value)
  }

  package func gradient(
    _ run: Run, inputs: [[Double]], elapsed: [Double], outputGradient: [[Double]]
  ) -> [Double] {
    let terms = zip(run.outputValues, outputGradient).flatMap { zip($0, $1).map { ($0, $1) } }
    return Array(run.tape.gradient(of: terms).prefix(parameters.count))
  }

  private func step(_ x: [Scalar], _ inputs: [Scalar], elapsed: Double, _ terms: ODETerms) -> [Scalar] {
    let seen = terms.mapped(inputs)
    return (0..<unfolds).reduce(x) { x, _ in subStep(x, length: elapsed / Double(unfolds), seen, terms) }
  }

  private func subStep(_ x: [Scalar], length: Double, _ seen: [Scalar], _ terms: ODETerms) -> [Scalar] {
    guard let tableau = solver.tableau else { return terms.leakStep(x, length: length, seen) }
    var stages: [[Scalar]] = []
    for row in tableau.a {
      stages.append(terms.derivative(moved(x, by: row, of: stages, length), seen))
    }
    return moved(x, by: tableau.b, of: stages, length)
  }

  /// x + length sum weights_i k_i
  private func moved(
    _ x: [Scalar], by weights: [Double], of stages: [[Scalar]], _ length: Double
  ) -> [Scalar] {
    x.indices.map { neuron in
      zip(weights, stages).reduce(x[neuron]) { $0 + $1.1[neuron] * ($1.0 * length) }
    }
  }
}
