extension ProgramBuilder {
  /// Appends the sub-steps of a differential equation: `unfolds` of them, of equal length.
  ///
  /// - Parameters:
  ///   - fused: appends the solver's own sub-step, from its length; the states change in place.
  ///   - derivative: appends what dx/dt needs at some states, and returns it.
  mutating func appendSubSteps(
    unfolds: Int, solver: Solver, states: Part,
    fused: (inout ProgramBuilder, _ length: ElementExpression) -> Void,
    derivative: (inout ProgramBuilder, _ states: Part) -> ElementExpression
  ) {
    let length = map("sub_step", count: 1, .scalar(program.elapsed) / .constant(Float(unfolds)))
    repeated(unfolds) { builder in
      guard let tableau = solver.tableau else {
        fused(&builder, .scalar(length))
        return
      }
      builder.appendRungeKutta(tableau, length: .scalar(length), states: states, derivative)
    }
  }

  private mutating func appendRungeKutta(
    _ tableau: ButcherTableau, length: ElementExpression, states: Part,
    _ derivative: (inout ProgramBuilder, _ states: Part) -> ElementExpression
  ) {
    func combined(_ weights: [Double], _ slopes: [Part]) -> ElementExpression {
      let terms = zip(weights, slopes).filter { $0.0 != 0 }.map {
        ElementExpression.constant(Float($0)) * .each($1)
      }
      guard let first = terms.first else { return .each(states) }
      return .each(states) + length * terms.dropFirst().reduce(first) { $0 + $1 }
    }
    var slopes: [Part] = []
    var stage = states
    for row in tableau.a {
      if !slopes.isEmpty {
        if slopes.count == 1 { stage = vector("stage", count: states.count) }
        assign(stage, combined(row, slopes))
      }
      let slope = vector("slope", count: states.count)
      assign(slope, derivative(&self, stage))
      slopes.append(slope)
    }
    assign(states, combined(tableau.b, slopes))
  }
}
