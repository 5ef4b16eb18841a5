extension LSTM {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    let memory = builder.vector("memory", count: wiring.neurons, .state)
    let bias = zip(builder.tensor("bias_ih"), builder.tensor("bias_hh")).map { $0 + $1 }
    let gates = builder.linear(
      "gates", start: .constants(bias),
      [(builder.matrix("weight_ih"), inputs), (builder.matrix("weight_hh"), states)])
    builder.appendMemoryStep(
      memory: memory, states: states, candidate: .each(gates.piece(2, of: 4)),
      input: .each(gates.piece(0, of: 4)), forget: .each(gates.piece(1, of: 4)),
      output: .each(gates.piece(3, of: 4)))
  }
}

extension GRU {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    let given = builder.linear(
      "input_gates", start: .constants(builder.tensor("bias_ih")), [(builder.matrix("weight_ih"), inputs)])
    let own = builder.linear(
      "state_gates", start: .constants(builder.tensor("bias_hh")), [(builder.matrix("weight_hh"), states)])
    func gate(_ index: Int) -> ElementExpression {
      .sigmoid(.each(given.piece(index, of: 3)) + .each(own.piece(index, of: 3)))
    }
    let candidate = builder.map(
      "candidate", count: wiring.neurons,
      .tanh(.each(given.piece(2, of: 3)) + gate(0) * .each(own.piece(2, of: 3))))
    builder.assign(states, .each(candidate) + gate(1) * (.each(states) - .each(candidate)))
  }
}

extension CTRNN {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    let rates = ElementExpression.each(
      builder.tensor("tau").map { 1 / max($0, ParameterLayout.Constraint.positiveFloor) })
    builder.appendDenseEquation(
      inputs: inputs, states: states, unfolds: options.unfolds, solver: options.solver,
      // (x + h activity) / (1 + h rates), as a change of x: whole numbers can hold that of a slow neuron, too.
      fused: { activity, length in
        .each(states) + length * (activity - .each(states) * rates) / (1.0 + length * rates)
      },
      derivative: { activity, states in activity - .each(states) * rates })
  }
}

extension NeuralODE {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    builder.appendDenseEquation(
      inputs: inputs, states: states, unfolds: options.unfolds, solver: options.solver,
      fused: { _, _ in preconditionFailure("nothing to take implicitly") },
      derivative: { activity, _ in activity })
  }
}

extension ProgramBuilder {
  /// Sub-steps of an equation in tanh(W x + U u + b).
  fileprivate mutating func appendDenseEquation(
    inputs: Part, states: Part, unfolds: Int, solver: Solver,
    fused: (_ activity: ElementExpression, _ length: ElementExpression) -> ElementExpression,
    derivative: (_ activity: ElementExpression, _ states: Part) -> ElementExpression
  ) {
    let given = linear("input_sums", start: .constants(tensor("b")), [(matrix("u"), inputs)])
    let sums = vector("sums", count: states.count)
    let weights = matrix("w")
    func activity(_ builder: inout ProgramBuilder, at states: Part) -> ElementExpression {
      builder.append(
        .linear(
          .init(target: sums, start: .part(given), terms: [.init(source: states, matrix: weights)])))
      return .tanh(.each(sums))
    }
    appendSubSteps(
      unfolds: unfolds, solver: solver, states: states,
      fused: { builder, length in
        let activity = activity(&builder, at: states)
        builder.assign(states, fused(activity, length))
      },
      derivative: { builder, states in derivative(activity(&builder, at: states), states) })
  }
}
