extension GRUD {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    let neurons = wiring.neurons
    let (seen, decay) = appendInputs(to: &builder, inputs: inputs)
    let kept = builder.map("kept", count: neurons, .exp(-.maximum(.each(decay), 0.0)) * .each(states))
    let (given, own) = (builder.rows(of: "weight_ih"), builder.rows(of: "weight_hh"))
    let bias = builder.tensor("bias_ih")
    let gates = builder.linear(
      "gates", start: .constants(Array(bias[..<(2 * neurons)])),
      [(given(0..<2 * neurons), seen), (own(0..<2 * neurons), kept)])
    let reset = builder.map(
      "reset", count: neurons, .sigmoid(.each(gates.piece(0, of: 2))) * .each(kept))
    let candidate = builder.linear(
      "candidate", start: .constants(Array(bias[(2 * neurons)...])),
      [(given(2 * neurons..<3 * neurons), seen), (own(2 * neurons..<3 * neurons), reset)])
    builder.assign(
      states,
      .each(kept) + .sigmoid(.each(gates.piece(1, of: 2))) * (.tanh(.each(candidate)) - .each(kept)))
  }

  /// The inputs with what is missing filled in, and the sums of the states' decays.
  private func appendInputs(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part
  ) -> (seen: StepProgram.Part, decay: StepProgram.Part) {
    let (pairs, elapsed) = (options.masked.count, builder.program.elapsed)
    let bias = StepProgram.Start.constants(builder.tensor("state_decay_b"))
    let plain = (builder.matrix("state_decay_w", columns: pairs..<timeCount), elapsed)
    guard pairs > 0 else { return (inputs, builder.linear("state_decay", start: bias, [plain])) }
    let since = builder.vector("since", count: pairs, .state)
    let last = builder.vector("last", count: pairs, .state)
    let none = StepProgram.Start.constants([Float](repeating: 0, count: pairs))
    let value = builder.linear("value", start: none, [(choosing(options.masked.map(\.value)), inputs)])
    let mask = builder.linear("mask", start: none, [(choosing(options.masked.map(\.mask)), inputs)])
    let present = builder.map("present", count: pairs, .minimum(.maximum(.each(mask), 0.0), 1.0))
    let times = builder.map("times", count: pairs, .each(since) + .scalar(elapsed))
    let rates = ElementExpression.each(builder.tensor("input_decay_w"))
    let sums = rates * .each(times) + .each(builder.tensor("input_decay_b"))
    let filled = builder.map(
      "filled", count: pairs,
      .each(present) * .each(value) + (1.0 - .each(present)) * .exp(-.maximum(sums, 0.0)) * .each(last))
    let seen = builder.map("seen", count: inputs.count, .each(inputs))
    builder.append(.scatter(target: seen, indices: options.masked.map(\.value), source: filled))
    builder.assign(since, (1.0 - .each(present)) * .each(times))
    builder.assign(last, .each(present) * .each(value) + (1.0 - .each(present)) * .each(last))
    let own = (builder.matrix("state_decay_w", columns: 0..<pairs), times)
    let decay = builder.linear("state_decay", start: bias, hasPlainChannels ? [own, plain] : [own])
    return (seen, decay)
  }

  /// Some elements of a vector, one a row.
  private func choosing(_ columns: [Int]) -> ProgramMatrix {
    .sparse(
      blocks: 1, starts: Array(0...columns.count), columns: columns,
      values: [Float](repeating: 1, count: columns.count))
  }
}

extension ProgramBuilder {
  /// Cuts rows out of a matrix of the layout.
  fileprivate func rows(of name: String) -> (Range<Int>) -> ProgramMatrix {
    guard case .dense(_, let columns, let values) = matrix(name) else {
      preconditionFailure("\(name) is not dense")
    }
    return {
      .dense(
        rows: $0.count, columns: columns, Array(values[$0.lowerBound * columns..<$0.upperBound * columns]))
    }
  }
}
