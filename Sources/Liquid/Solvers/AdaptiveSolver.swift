import Foundation

/// Explicit Runge-Kutta steps in Double whose length follows the estimated error: the reference for other solvers.
///
/// A step is accepted where the root mean square of error / (absolute + relative tolerance |y|) is at most 1. The next
/// length comes from this error and the last one (a PI controller), which keeps the lengths smooth where stability and
/// not accuracy limits them. Source: Hairer, Nørsett, Wanner, "Solving ordinary differential equations I", II.4, and
/// II, IV.2 for the controller.
package struct AdaptiveSolver: Sendable {
  package var tableau = ButcherTableau.dormandPrince5
  package var relativeTolerance = 1e-8
  package var absoluteTolerance = 1e-10
  /// Accepted and rejected steps in all.
  package var stepLimit = 100_000

  package init() {}

  package init(relativeTolerance: Double, absoluteTolerance: Double, stepLimit: Int) {
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
    self.stepLimit = stepLimit
  }

  /// Follows dy/dt = f(t, y) from a state.
  ///
  /// - Parameters:
  ///   - end: at least `start`.
  ///   - firstStep: the length to try first; nil: chosen from the derivative.
  ///   - keepsSteps: keeps what `AdaptiveSolution.state(at:)` needs.
  ///   - derivative: writes dy/dt at a time and a state to its last argument.
  package func solve(
    from start: Double, to end: Double, state: [Double], firstStep: Double? = nil, keepsSteps: Bool = false,
    derivative: (_ time: Double, _ state: [Double], _ derivative: inout [Double]) -> Void
  ) -> AdaptiveSolution {
    precondition(end >= start, "from \(start) back to \(end)")
    precondition(tableau.embedded != nil, "\(tableau.name) estimates no error")
    var run = AdaptiveRun(self, start: start, end: end, state: state, keepsSteps: keepsSteps)
    run.follow(firstStep: firstStep, derivative)
    return run.solution
  }
}

/// One adaptive solution while it is being made.
struct AdaptiveRun {
  private(set) var solution: AdaptiveSolution
  private let solver: AdaptiveSolver
  private let end: Double
  private let keepsSteps: Bool
  private let errorWeights: [Double]
  private var step: RungeKuttaStep
  private var next: [Double]
  private var controller: StepController

  init(_ solver: AdaptiveSolver, start: Double, end: Double, state: [Double], keepsSteps: Bool) {
    self.solver = solver
    self.end = end
    self.keepsSteps = keepsSteps
    let tableau = solver.tableau
    let embedded = tableau.embedded ?? .init(weights: tableau.b, order: tableau.order)
    errorWeights = zip(tableau.b, embedded.weights).map { $0 - $1 }
    controller = StepController(errorOrder: min(tableau.order, embedded.order) + 1)
    step = RungeKuttaStep(tableau, states: state.count)
    next = state
    solution = AdaptiveSolution(
      time: start, state: state, nextStep: end - start, interpolant: keepsSteps ? tableau.interpolant : nil)
  }

  mutating func follow(firstStep: Double?, _ derivative: RungeKuttaStep.Derivative) {
    guard solution.time < end else { return }
    step.beginHere(time: solution.time, state: solution.state, derivative)
    solution.evaluations += 1
    var length = firstStep ?? guessedStep()
    while solution.time < end {
      guard solution.acceptedSteps + solution.rejectedSteps < solver.stepLimit else {
        solution.outcome = .stepLimit(solver.stepLimit, time: solution.time)
        return
      }
      // Below this a step no longer moves the time.
      guard length > 4 * solution.time.ulp, length.isFinite else {
        solution.outcome = .nonFinite(time: solution.time)
        return
      }
      length = attempt(length, derivative)
    }
  }

  /// Makes a step of at most that length, accepted or not; returns the length to try next.
  private mutating func attempt(_ wanted: Double, _ derivative: RungeKuttaStep.Derivative) -> Double {
    let remaining = end - solution.time
    let isLast = wanted >= remaining * (1 - 1e-12)
    let length = isLast ? remaining : wanted
    step.advance(
      time: solution.time, state: solution.state, length: length, isContinued: true, into: &next,
      derivative)
    solution.evaluations += solver.tableau.stages - 1
    let error = estimatedError(length)
    guard error <= 1, next.allSatisfy(\.isFinite) else {
      solution.rejectedSteps += 1
      return length * controller.rejected(error)
    }
    accept(length, isLast: isLast, derivative)
    // A last step that was cut short says nothing against the length that was wanted.
    let proposed = length * controller.accepted(error)
    solution.nextStep = isLast ? max(wanted, proposed) : proposed
    return solution.nextStep
  }

  private mutating func accept(_ length: Double, isLast: Bool, _ derivative: RungeKuttaStep.Derivative) {
    solution.acceptedSteps += 1
    if keepsSteps {
      solution.segments.append(
        .init(start: solution.time, length: length, state: solution.state, stages: step.stages))
    }
    swap(&solution.state, &next)
    solution.time = isLast ? end : solution.time + length
    if solver.tableau.isFirstSameAsLast {
      step.continueFromLast()
    } else if !isLast {
      step.beginHere(time: solution.time, state: solution.state, derivative)
      solution.evaluations += 1
    }
  }

  /// Root mean square over the states, in units of what is tolerated; NaN where something is NaN.
  private func estimatedError(_ length: Double) -> Double {
    guard !next.isEmpty else { return 0 }
    let sum = next.indices.reduce(0.0) { sum, index in
      let error = length * step.combination(errorWeights, at: index)
      let scale = tolerance(max(abs(solution.state[index]), abs(next[index])))
      return sum + (error / scale) * (error / scale)
    }
    return (sum / Double(next.count)).squareRoot()
  }

  private func tolerance(_ size: Double) -> Double {
    solver.absoluteTolerance + solver.relativeTolerance * size
  }

  /// A hundredth of the time in which the state would change by its own size, at this derivative.
  private func guessedStep() -> Double {
    var (size, speed) = (0.0, 0.0)
    for (value, derivative) in zip(solution.state, step.stages[0]) {
      size = max(size, abs(value) / tolerance(abs(value)))
      speed = max(speed, abs(derivative) / tolerance(abs(value)))
    }
    let remaining = end - solution.time
    guard speed > 0, speed.isFinite else { return speed.isFinite ? remaining / 100 : remaining }
    return min(remaining, 0.01 * max(size, 1) / speed)
  }
}

/// Chooses the length of the next step from the errors of this one and the last accepted one.
private struct StepController {
  private let exponent: Double
  private let memory: Double
  private var lastError = 1e-4
  private var isAfterRejection = false

  init(errorOrder: Int) {
    memory = 0.2 / Double(errorOrder)
    exponent = 1 / Double(errorOrder) - 0.75 * memory
  }

  /// The factor for the length.
  mutating func accepted(_ error: Double) -> Double {
    let raw = 0.9 * pow(max(error, 1e-10), -exponent) * pow(lastError, memory)
    let factor = min(isAfterRejection ? 1 : 10, max(0.2, raw))
    lastError = max(error, 1e-4)
    isAfterRejection = false
    return factor
  }

  mutating func rejected(_ error: Double) -> Double {
    isAfterRejection = true
    guard error.isFinite else { return 0.1 }
    return min(0.9, max(0.2, 0.9 * pow(error, -exponent)))
  }
}
