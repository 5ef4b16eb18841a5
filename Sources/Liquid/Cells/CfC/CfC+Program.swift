extension CfC {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    if wiring.isComplete {
      let heads = backboneHeads(&builder, inputs: inputs, states: states)
      builder.assign(states, newStates(builder, heads: heads, members: Array(0..<wiring.neurons)))
      return
    }
    let stages = CfCStages(wiring)
    let table = WiredSynapses(cell: self, stages: stages)
    for (number, members) in stages.members.enumerated() {
      let members = members.map(Int.init)
      let heads = wiredHeads(
        &builder, table, members: members, name: "heads_\(number + 1)", inputs: inputs, states: states)
      let expression = newStates(builder, heads: heads, members: members)
      // Later stages see these states, and this one saw the old ones: they change in place.
      if let first = members.first, members == Array(first..<first + members.count) {
        builder.assign(states[first..<first + members.count], expression)
      } else {
        let new = builder.map("stage_\(number + 1)", count: members.count, expression)
        builder.append(.scatter(target: states, indices: members, source: new))
      }
    }
  }

  /// Of all neurons, `[heads, neurons]`.
  private func backboneHeads(
    _ builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) -> StepProgram.Part {
    var features: StepProgram.Part?
    /// A layer over the features so far: those of inputs and states before the first.
    func terms(_ builder: ProgramBuilder, _ matrix: ProgramMatrix) -> [(ProgramMatrix, StepProgram.Part)] {
      if let features { return [(matrix, features)] }
      return [
        (matrix.columns(0..<inputs.count), inputs),
        (matrix.columns(inputs.count..<inputs.count + states.count), states),
      ]
    }
    for layer in Self.backbone(wiring: wiring, options: options) {
      let sums = builder.linear(
        layer.name, start: .constants(builder.tensor(layer.name + "_b")),
        terms(builder, builder.matrix(layer.name + "_w")))
      builder.assign(sums, options.activation.expression(.each(sums)))
      features = sums
    }
    let heads = options.mode.heads
    return builder.linear(
      "heads", start: .constants(heads.flatMap { builder.tensor($0 + "_b") }),
      terms(builder, builder.stacked(heads.map { builder.matrix($0 + "_w") })))
  }

  /// Of some neurons, `[heads, members]`.
  private func wiredHeads(
    _ builder: inout ProgramBuilder, _ table: WiredSynapses, members: [Int], name: String,
    inputs: StepProgram.Part, states: StepProgram.Part
  ) -> StepProgram.Part {
    let heads = options.mode.heads
    let rows = StepRows(inputs: inputs.count, states: states.count)
    let sensory = table.matrix(members, heads: heads.count, builder.parameters) { row in
      row < rows.before ? row : nil
    }
    let recurrent = table.matrix(members, heads: heads.count, builder.parameters) { row in
      row < rows.before ? nil : row - (row < rows.after ? rows.before : rows.after)
    }
    let bias = heads.flatMap { head in
      let all = builder.tensor(head + "_b")
      return members.map { all[$0] }
    }
    return builder.linear(name, start: .constants(bias), [(sensory, inputs), (recurrent, states)])
  }

  private func newStates(
    _ builder: ProgramBuilder, heads: StepProgram.Part, members: [Int]
  ) -> ElementExpression {
    let elapsed = ElementExpression.scalar(builder.program.elapsed)
    let first = ElementExpression.each(heads.piece(0, of: options.mode.heads.count))
    func own(_ name: String) -> ElementExpression {
      let all = builder.tensor(name)
      return .each(members.map { all[$0] })
    }
    if options.mode == .pure {
      let decay = ElementExpression.exp(-(elapsed * (.magnitude(own("w_tau")) + .magnitude(first))))
      return own("A") - own("A") * decay * first
    }
    let second = ElementExpression.tanh(.each(heads.piece(1, of: 4)))
    let gate = ElementExpression.sigmoid(
      .each(heads.piece(2, of: 4)) * elapsed + .each(heads.piece(3, of: 4)))
    let start = ElementExpression.tanh(first)
    return options.mode == .noGate ? start + second * gate : start * (1.0 - gate) + second * gate
  }
}

extension CfC.Activation {
  fileprivate func expression(_ x: ElementExpression) -> ElementExpression {
    switch self {
    case .lecunTanh: 1.7159 * .tanh(0.666 * x)
    case .silu: x * .sigmoid(x)
    case .relu: .maximum(x, 0.0)
    case .tanh: .tanh(x)
    case .gelu: x * .function(.normalCDF, x)
    }
  }
}

extension WiredSynapses {
  /// The weights of some neurons' heads from the rows that `column` has a place for.
  fileprivate func matrix(
    _ members: [Int], heads: Int, _ parameters: [Float], column: (_ row: Int) -> Int?
  ) -> ProgramMatrix {
    var (starts, columns, values) = ([0], [Int](), [Float]())
    for neuron in members {
      for entry in Int(self.starts[neuron])..<Int(self.starts[neuron + 1]) {
        guard let place = column(Int(others[entry])) else { continue }
        columns.append(place)
        values += (0..<heads).map { head in places[entry * heads + head].map { parameters[$0] } ?? 0 }
      }
      starts.append(columns.count)
    }
    return .sparse(blocks: heads, starts: starts, columns: columns, values: values)
  }
}

extension ProgramMatrix {
  /// Some columns of a dense matrix.
  fileprivate func columns(_ kept: Range<Int>) -> ProgramMatrix {
    .dense(
      rows: rows, columns: kept.count,
      (0..<rows).flatMap { row in self.row(row)[kept].map(\.value) })
  }
}
