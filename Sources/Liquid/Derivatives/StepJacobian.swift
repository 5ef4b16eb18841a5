/// How the states after a step of a network move with those before it and with its inputs.
package struct StepJacobian: Sendable, Hashable {
  /// After the step: the neurons' states, then those of a memory, `[states]`.
  package let after: [Float]
  /// J_v = dv'/dv, `[states after, states before]`.
  package let states: Matrix
  /// J_u = dv'/du, of the inputs as they come, before the input map, `[states after, inputs]`.
  package let inputs: Matrix
  /// The time that the step takes.
  package let elapsed: Float

  /// (J_v - I) / dt, which for short steps is the derivative of the states' rates of change; nil for a step that takes no
  /// time. Its error is that of J_v, some 1e-6, over dt.
  package var rates: Matrix? {
    guard elapsed > 0 else { return nil }
    return (states - .identity(states.rows)) * (1 / Double(elapsed))
  }

  /// The eigenvalues of J_v, the slowest mode's first; nil where they are not finite.
  package var eigenvalues: [Eigenvalue]? { states.eigenvalues() }
}

/// How the states after several steps move with those before the first: what a network remembers.
package struct StepMemory: Sendable, Hashable {
  /// The product of the steps' J_v, the last step's on the left, `[states after, states before]`.
  package let states: Matrix
  /// Of all steps together.
  package let elapsed: Double

  /// The time in which each mode decays to 1/e, the slowest mode's first; see `Eigenvalue.timeScale`. Nil where the
  /// matrix is not finite.
  package var timeScales: [Double]? {
    states.eigenvalues()?.map { $0.timeScale(elapsed: elapsed) }
  }
}
