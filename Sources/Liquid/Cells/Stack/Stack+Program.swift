extension Stack {
  package func stepProgram(parameters: [Float]) -> StepProgram {
    var builder = ProgramBuilder(cell: self, parameters: parameters)
    let states = builder.vector("state", count: wiring.neurons, .state)
    let given = builder.appendLayers(of: self, states: states)
    let pooled = builder.appendPool(options.pooling, given)
    return builder.finish(ports, read: pooled)
  }

  /// A stack is no part of another network.
  func appendStep(to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part) {
    preconditionFailure("a stack within a stack")
  }
}

extension ProgramBuilder {
  /// The layers' steps; returns what the last one gives.
  fileprivate mutating func appendLayers(of stack: Stack, states: Part) -> Part {
    var seen = stack.embedding.map { embed($0) } ?? program.inputs
    for layer in stack.layers {
      let own = states[layer.neurons]
      within(layer.cell, parameters: layer.parameters(of: parameters)) { builder in
        layer.cell.appendWholeStep(to: &builder, inputs: seen, states: own)
      }
      seen = give(layer, states: own[0..<layer.width], seen: seen)
    }
    return seen
  }

  /// The channels that the first layer sees.
  private mutating func embed(_ embedding: InputEmbedding) -> Part {
    let seen = vector("embedded", count: embedding.width)
    for piece in embedding.pieces {
      switch piece {
      case .channel(let channel, let place):
        assign(seen[place..<place + 1], .each(program.inputs[channel..<channel + 1]))
      case .row(let table):
        let channel = table.shape.channel
        append(
          .lookup(
            target: seen[table.place..<table.place + table.shape.width],
            source: program.inputs[channel..<channel + 1],
            table: Array(parameters[table.range])))
      }
    }
    return seen
  }

  /// What a layer gives, from the states that are read of it and what it has seen. Nothing is dropped here.
  private mutating func give(_ layer: StackLayer, states: Part, seen: Part) -> Part {
    var given = states
    if let norm = layer.norm {
      given = normalise(states, scale: Array(parameters[norm.scale]), shift: Array(parameters[norm.shift]))
    }
    if layer.isResidual { given = map("given", count: given.count, .each(given) + .each(seen)) }
    return given
  }

  private mutating func normalise(_ x: Part, scale: [Float], shift: [Float]) -> Part {
    let share = ProgramMatrix.dense(
      rows: 1, columns: x.count, Array(repeating: 1 / Float(x.count), count: x.count))
    let mean = linear("mean", start: .constants([0]), [(share, x)])
    let deviation = map("deviation", count: x.count, .each(x) - .scalar(mean))
    let square = map("square", count: x.count, .each(deviation) * .each(deviation))
    let variance = linear("variance", start: .constants([LayerNorm.epsilon]), [(share, square)])
    return map(
      "normalised", count: x.count,
      .each(deviation) / .squareRoot(.scalar(variance)) * .each(scale) + .each(shift))
  }

  /// What the readout reads, from what the last layer gives.
  fileprivate mutating func appendPool(_ pooling: Pooling, _ given: Part) -> Part {
    if pooling == .last { return given }
    let pooled = vector("pooled", count: given.count, .state)
    switch pooling {
    case .last: break
    case .mean:
      let steps = vector("steps", count: 1, .state)
      assign(steps, .each(steps) + 1.0)
      assign(pooled, .each(pooled) + (.each(given) - .each(pooled)) / .scalar(steps))
    case .max:
      // 0 before the first step, which counts for nothing then.
      let started = vector("started", count: 1, .state)
      assign(
        pooled,
        .scalar(started) * .maximum(.each(pooled), .each(given)) + (1.0 - .scalar(started)) * .each(given))
      assign(started, 1.0)
    case .attention: appendAttention(given, to: pooled)
    }
    return pooled
  }

  /// See `liquid_pool_attention`. What is kept instead of the sum of the weights, which grows without bound, is the
  /// softmax weight a of the step with the largest score, which whole numbers of few bits hold in sequences of any
  /// length. With the new score's share s and the earlier weights times e, of which the larger one is 1, the new step's
  /// weight and the next a are
  ///
  ///     w = s a / (e + s a);   a' = a / (e + s a) = a - a w + w (1 - e)
  private mutating func appendAttention(_ given: Part, to pooled: Part) {
    let query = ProgramMatrix.dense(rows: 1, columns: given.count, tensor(StackPool.queryTensor))
    let started = vector("started", count: 1, .state)
    let top = vector("top_score", count: 1, .state)
    let topWeight = vector("top_weight", count: 1, .state)
    let score = linear("score", start: .constants([0]), [(query, given)])
    let higher = map(
      "higher", count: 1,
      .each(started) * .maximum(.each(top), .each(score)) + (1.0 - .each(started)) * .each(score))
    let share = map("share", count: 1, .exp(.each(score) - .each(higher)))
    // The first step's weight is 1.
    let before = ElementExpression.each(started) * .each(topWeight) + (1.0 - .each(started))
    let kept = map(
      "kept", count: 1, .each(started) * .exp(.each(started) * (.each(top) - .each(higher))))
    let weight = map("weight", count: 1, .each(share) * before / (.each(kept) + .each(share) * before))
    assign(topWeight, before - before * .each(weight) + .each(weight) * (1.0 - .each(kept)))
    assign(pooled, .each(pooled) + (.each(given) - .each(pooled)) * .scalar(weight))
    assign(top, .each(higher))
    assign(started, 1.0)
  }
}
