/// One explicit Runge-Kutta step in Double, with room of its own: what solvers are made of.
package struct RungeKuttaStep {
  /// Writes dy/dt at a time and a state, `[states]`, to the last argument, which has that size already.
  package typealias Derivative = (_ time: Double, _ state: [Double], _ derivative: inout [Double]) -> Void

  let tableau: ButcherTableau
  /// k_i of the newest step, `[stages][states]`.
  private(set) var stages: [[Double]]
  private var stageState: [Double]

  package init(_ tableau: ButcherTableau, states: Int) {
    self.tableau = tableau
    stages = Array(repeating: Array(repeating: 0, count: states), count: tableau.stages)
    stageState = Array(repeating: 0, count: states)
  }

  /// Makes a step and writes the state after it to `next`.
  ///
  /// - Parameter isContinued: the first stage is already there, from `continueFromLast`, `beginHere` or the same
  ///   step made with another length.
  package mutating func advance(
    time: Double, state: [Double], length: Double, isContinued: Bool, into next: inout [Double],
    _ derivative: Derivative
  ) {
    for stage in 0..<tableau.stages where stage > 0 || !isContinued {
      for index in state.indices {
        var sum = 0.0
        for earlier in 0..<stage { sum += tableau.a[stage][earlier] * stages[earlier][index] }
        stageState[index] = state[index] + length * sum
      }
      derivative(time + tableau.c[stage] * length, stageState, &stages[stage])
    }
    for index in state.indices {
      next[index] = state[index] + length * combination(tableau.b, at: index)
    }
  }

  /// Evaluates only the first stage.
  mutating func beginHere(time: Double, state: [Double], _ derivative: Derivative) {
    derivative(time, state, &stages[0])
  }

  /// Takes the last stage for the first of the next step, where the tableau allows it.
  mutating func continueFromLast() {
    stages.swapAt(0, stages.count - 1)
  }

  /// sum_i weights_i k_i of one state.
  func combination(_ weights: [Double], at index: Int) -> Double {
    var sum = 0.0
    for stage in 0..<tableau.stages { sum += weights[stage] * stages[stage][index] }
    return sum
  }
}
