/// Explicit Runge-Kutta steps in Double whose length follows the estimated error: what other solvers are held against.
///
/// A step is accepted where the root mean square of error / (absolute + relative tolerance |y|) is at most 1. The next
/// length comes from this error and the last one (a PI controller), which keeps the lengths smooth where stability and
/// not accuracy limits them. Source: Hairer, Nørsett, Wanner, "Solving ordinary differential equations I", II.4, and
/// II, IV.2 for the controller.
public struct AdaptiveSolver: Sendable {
  public var tableau = ButcherTableau.dormandPrince5
  public var relativeTolerance = 1e-8
  public var absoluteTolerance = 1e-10
  /// Accepted and rejected steps in all.
  public var stepLimit = 100_000

  public init() {}

  public init(relativeTolerance: Double, absoluteTolerance: Double, stepLimit: Int) {
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
  public func solve(
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
