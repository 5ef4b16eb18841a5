import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct ConvergenceTests {
  @Test(arguments: ButcherTableauTests.all)
  func fallsWithThePowerOfTheStepThatIsItsOrderOnANonlinearEquation(_ tableau: ButcherTableau) {
    let exact = Pendulum.exact
    let solver = FixedStepSolver(tableau)
    let errors = [40, 80, 160].map { steps in
      let state = solver.solve(
        from: 0, to: Pendulum.end, steps: steps, state: Pendulum.start, derivative: Pendulum.derivative)
      return zip(state, exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect(abs(log2(coarse / fine) - Double(tableau.order)) < 0.35, "\(errors)")
    }
  }

  @Test
  func ofTheInterpolantFallsAsItsOrderSaysEverywhereWithinTheSteps() throws {
    // Steps that are all accepted have the lengths that the tolerance gives: looser by 2^5 means twice as long.
    let errors = try [1e-5, 1e-5 / 32, 1e-5 / 1024].map { tolerance in
      let solver = AdaptiveSolver(
        relativeTolerance: tolerance, absoluteTolerance: tolerance, stepLimit: 10_000)
      let solution = solver.solve(
        from: 0, to: Pendulum.end, state: Pendulum.start, keepsSteps: true, derivative: Pendulum.derivative)
      #expect(solution.outcome == .reached)
      var worst = 0.0
      for place in 0...200 {
        let time = Pendulum.end * Double(place) / 200
        let state = try #require(solution.state(at: time))
        let exact = Pendulum.state(at: time)
        worst = max(worst, abs(state[0] - exact[0]), abs(state[1] - exact[1]))
      }
      return (worst, Double(solution.acceptedSteps))
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      let order = log(coarse.0 / fine.0) / log(fine.1 / coarse.1)
      #expect(order > 3.7, "\(errors)")
    }
  }

  @Test(arguments: Solver.allCases)
  func fallsWithThePowerOfTheStepThatIsItsOrderOnAnLTC(_ solver: Solver) throws {
    try withSeeds(3) { seed, generator in
      let plain = try generator.model()
      let inputs = generator.sequence(steps: 5, width: 3)
      // In Float: errors must stay above its rounding.
      let unfolds = solver == .rk4 ? [6, 12] : [64, 128]
      let errors = try unfolds.map { unfolds in
        let cell = try LTC(wiring: plain.cell.wiring, options: .init(unfolds: unfolds, solver: solver))
        let model = try Model(cell: cell, parameters: plain.parameters)
        let comparison = try #require(
          model.solverError(inputs: inputs, elapsed: [1, 0.5, 0, 1.2, 0.8]))
        #expect(comparison.outcome == .reached && comparison.steps == 5, "seed \(seed)")
        return comparison.largest
      }
      let order = log2(errors[0] / errors[1])
      #expect(abs(order - (solver == .rk4 ? 4 : 1)) < (solver == .rk4 ? 1 : 0.15), "seed \(seed): \(errors)")
    }
  }

  @Test(arguments: [5, 6, 7] as [UInt64])
  func vanishesWithManySubStepsAndEulerAndFusedMeet(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let plain = try generator.model()
    let inputs = generator.sequence(steps: 6, width: 3)
    let elapsed: [Float] = [1, 0.5, 2, 0, 1, 0.1]
    let ends = try [Solver.fused, .euler, .rk4].map { solver in
      let cell = try LTC(wiring: plain.cell.wiring, options: .init(unfolds: 1000, solver: solver))
      let model = try Model(cell: cell, parameters: plain.parameters)
      let comparison = try #require(model.solverError(inputs: inputs, elapsed: elapsed))
      #expect(comparison.largest < 2e-3, "\(solver)")
      #expect(comparison.rootMeanSquare <= comparison.largest, "\(solver)")
      return try #require(model.traces(inputs: [inputs], elapsed: elapsed).first).states
    }
    let apart = zip(ends[0], ends[1]).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(apart < 4e-3)
  }
}

/// y'' = -sin y: nonlinear, smooth, without end.
enum Pendulum {
  static let start = [1.2, 0.0]
  static let end = 4.0

  @Sendable static func derivative(_ time: Double, _ state: [Double], _ derivative: inout [Double]) {
    derivative[0] = state[1]
    derivative[1] = -sin(state[0])
  }

  static var exact: [Double] { state(at: end) }

  /// To rounding, by short steps of order 5.
  static func state(at time: Double) -> [Double] {
    guard time > 0 else { return start }
    return FixedStepSolver(.dormandPrince5).solve(
      from: 0, to: time, steps: 2000, state: start, derivative: derivative)
  }
}
