import Liquid

/// Explicit Runge-Kutta steps of equal length, in Double.
package struct FixedStepSolver: Sendable {
  package let tableau: ButcherTableau

  package init(_ tableau: ButcherTableau) { self.tableau = tableau }

  /// The state at `end` after a number of steps.
  ///
  /// - Parameter derivative: writes dy/dt at a time and a state to its last argument.
  package func solve(
    from start: Double, to end: Double, steps: Int, state: [Double],
    derivative: (_ time: Double, _ state: [Double], _ derivative: inout [Double]) -> Void
  ) -> [Double] {
    precondition(steps > 0, "\(steps) steps")
    var step = RungeKuttaStep(tableau, states: state.count)
    var (state, next) = (state, state)
    let length = (end - start) / Double(steps)
    for index in 0..<steps {
      step.advance(
        time: start + Double(index) * length, state: state, length: length, isContinued: false, into: &next,
        derivative)
      swap(&state, &next)
    }
    return state
  }
}
