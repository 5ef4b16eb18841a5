import Foundation
import Liquid
import Testing

@Suite struct AdaptiveSolverTests {
  @Test(arguments: [1e-4, 1e-6, 1e-8, 1e-10])
  func keepsTheErrorNearWhatIsTolerated(_ tolerance: Double) {
    let solver = AdaptiveSolver(
      relativeTolerance: tolerance, absoluteTolerance: tolerance, stepLimit: 100_000)
    let solution = solver.solve(
      from: 0, to: Pendulum.end, state: Pendulum.start, derivative: Pendulum.derivative)
    let error = zip(solution.state, Pendulum.exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(solution.outcome == .reached && solution.time == Pendulum.end)
    #expect(error < 20 * tolerance)
  }

  @Test
  func evaluatesSixTimesAStepForTheLastStageOfOneIsTheFirstOfTheNext() {
    let solution = AdaptiveSolver().solve(
      from: 0, to: Pendulum.end, state: Pendulum.start, derivative: Pendulum.derivative)
    #expect(solution.evaluations == 6 * (solution.acceptedSteps + solution.rejectedSteps) + 1)
  }

  @Test
  func spendsFewStepsWhereTheSolutionIsSmoothAndManyWhereItIsNot() throws {
    // A bump of width 0.01 at t = 5.
    let solution = AdaptiveSolver().solve(from: 0, to: 10, state: [0], keepsSteps: true) {
      time, _, derivative in
      derivative[0] = exp(-pow((time - 5) / 0.01, 2)) + 0.1 * cos(time)
    }
    let exact = 0.01 * Double.pi.squareRoot() + 0.1 * sin(10)
    #expect(abs(solution.state[0] - exact) < 1e-6)
    let before = try #require(solution.state(at: 4.5))
    #expect(abs(before[0] - 0.1 * sin(4.5)) < 1e-6)
  }

  @Test
  func startsAndEndsExactlyAndKnowsNothingBeyond() throws {
    let solution = AdaptiveSolver().solve(
      from: 0, to: Pendulum.end, state: Pendulum.start, keepsSteps: true, derivative: Pendulum.derivative)
    #expect(solution.state(at: 0) == Pendulum.start)
    let end = try #require(solution.state(at: Pendulum.end))
    #expect(abs(end[0] - solution.state[0]) < 1e-12 && abs(end[1] - solution.state[1]) < 1e-12)
    #expect(solution.state(at: -0.1) == nil && solution.state(at: Pendulum.end + 0.1) == nil)
  }

  @Test
  func staysWhereItIsOverNoTime() {
    let solution = AdaptiveSolver().solve(from: 3, to: 3, state: [1, 2]) { _, _, derivative in
      derivative = [.nan, .nan]
    }
    #expect(solution.outcome == .reached && solution.state == [1, 2] && solution.evaluations == 0)
  }

  @Test
  func saysWhereASolutionRunsToInfinityAndWhatToTry() throws {
    // y' = y^2 from 1: 1 / (1 - t).
    let solution = AdaptiveSolver().solve(from: 0, to: 2, state: [1]) { _, state, derivative in
      derivative[0] = state[0] * state[0]
    }
    guard case .nonFinite(let time) = solution.outcome else {
      Issue.record("\(solution.outcome)")
      return
    }
    #expect(abs(time - 1) < 1e-3)
    #expect(solution.outcome.description.contains("end before that"))
  }

  @Test
  func saysWhereAnEquationIsNotANumberFromTheStart() {
    let solution = AdaptiveSolver().solve(from: 0, to: 1, state: [0]) { _, _, derivative in
      derivative[0] = .nan
    }
    #expect(solution.outcome == .nonFinite(time: 0))
  }

  @Test
  func stopsAtItsLimitOfStepsAndSaysWhatToTry() {
    let solver = AdaptiveSolver(relativeTolerance: 1e-12, absoluteTolerance: 1e-14, stepLimit: 10)
    let solution = solver.solve(
      from: 0, to: Pendulum.end, state: Pendulum.start, derivative: Pendulum.derivative)
    guard case .stepLimit(10, let time) = solution.outcome else {
      Issue.record("\(solution.outcome)")
      return
    }
    #expect(time < Pendulum.end && time == solution.time)
    #expect(solution.outcome.description.contains("allow more steps"))
  }
}
