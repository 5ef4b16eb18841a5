extension LRC {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    let given = LRCParts(&builder, "input", count: wiring.neurons)
    let sums = LRCParts(&builder, "sum", count: wiring.neurons)
    builder.append(
      .synapses(
        .init(
          conductance: given.f, drive: given.z, conductanceStart: .constants(builder.tensor("gleak")),
          driveStart: .constants(builder.tensor("kleak")), source: inputs,
          synapses: byTarget(wiring.sensorySynapses) { sensoryPlaces($0).synapse(builder.parameters) })))
    let synapses = byTarget(wiring.synapses) { recurrentPlaces($0).synapse(builder.parameters) }
    appendSubSteps(to: &builder, states: states) { builder, states in
      builder.append(
        .synapses(
          .init(
            conductance: sums.f, drive: sums.z, conductanceStart: .part(given.f),
            driveStart: .part(given.z), source: states, synapses: synapses)))
      return (.each(sums.f), .each(sums.z))
    }
  }

  private func byTarget(
    _ wired: [Wiring.Synapse], _ values: (Int) -> LRCSynapse
  ) -> [[StepProgram.SynapseStatement.Synapse]] {
    var targets = [[StepProgram.SynapseStatement.Synapse]](repeating: [], count: wiring.neurons)
    for (index, synapse) in wired.enumerated() {
      let own = values(index)
      targets[synapse.target].append(
        .init(source: synapse.source, w: own.w, mu: own.mu, sigma: own.sigma, driveWeight: own.k))
    }
    return targets
  }
}

extension LRCSSM {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    func own(_ name: String) -> ElementExpression { .each(builder.tensor(name)) }
    let receptors = builder.map(
      "receptor", count: wiring.inputs,
      .sigmoid(own("sensory_sigma") * (.each(inputs) - own("sensory_mu"))))
    let given = builder.linear(
      "input", start: .constants(builder.tensor("gleak") + builder.tensor("kleak")),
      [(builder.stacked([builder.matrix("sensory_w"), builder.matrix("sensory_k")]), receptors)])
    let (sigma, mu, w, k) = (own("sigma"), own("mu"), own("w"), own("k"))
    appendSubSteps(to: &builder, states: states) { builder, states in
      let open = builder.map("open", count: wiring.neurons, .sigmoid(sigma * (.each(states) - mu)))
      return (.each(given.piece(0, of: 2)) + w * .each(open), .each(given.piece(1, of: 2)) + k * .each(open))
    }
  }
}

/// f and z of all neurons.
private struct LRCParts {
  let f: StepProgram.Part
  let z: StepProgram.Part

  init(_ builder: inout ProgramBuilder, _ name: String, count: Int) {
    f = builder.vector(name + "_f", count: count)
    z = builder.vector(name + "_z", count: count)
  }
}

extension LRCCell {
  /// - Parameter sums: appends what f and z need at some states, and returns them.
  fileprivate func appendSubSteps(
    to builder: inout ProgramBuilder, states: StepProgram.Part,
    sums: (inout ProgramBuilder, _ states: StepProgram.Part) -> (f: ElementExpression, z: ElementExpression)
  ) {
    let target = ElementExpression.each(builder.tensor("vleak"))
    let elastance = elastance(builder)
    builder.appendSubSteps(
      unfolds: dynamics.unfolds, solver: dynamics.solver, states: states,
      fused: { builder, length in
        let (f, z) = sums(&builder, states)
        let rate = builder.map("rate", count: states.count, length * elastance(states))
        builder.assign(
          states,
          (.each(states) + .each(rate) * target * .tanh(z)) / (1.0 + .each(rate) * .sigmoid(f)))
      },
      derivative: { builder, states in
        let (f, z) = sums(&builder, states)
        return elastance(states) * (target * .tanh(z) - .sigmoid(f) * .each(states))
      })
  }

  private func elastance(_ builder: ProgramBuilder) -> (_ states: StepProgram.Part) -> ElementExpression {
    let (slope, offset) = (builder.tensor("elastance_w"), builder.tensor("elastance_b"))
    func logistic(_ states: StepProgram.Part, _ offset: [Float]) -> ElementExpression {
      .sigmoid(.each(slope) * .each(states) + .each(offset))
    }
    guard dynamics.elastance == .symmetric else { return { logistic($0, offset) } }
    let shift = builder.tensor("elastance_shift")
    let (upper, lower) = (zip(offset, shift).map { $0 + $1 }, zip(offset, shift).map { $0 - $1 })
    return { logistic($0, upper) - logistic($0, lower) }
  }
}
