extension LTC {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    let values = LTCProgramValues(self, parameters: builder.parameters)
    let neurons = wiring.neurons
    let (given, driven) = (
      builder.vector("input_conductance", count: neurons), builder.vector("input_drive", count: neurons)
    )
    builder.append(
      .synapses(
        .init(
          conductance: given, drive: driven, conductanceStart: .constants(values.leak),
          driveStart: .constants(values.leakDrive), source: inputs,
          synapses: values.byTarget(wiring.sensorySynapses, values.values.sensory))))
    let (conductance, drive) = (
      builder.vector("conductance", count: neurons), builder.vector("drive", count: neurons)
    )
    let synapses = values.byTarget(wiring.synapses, values.values.recurrent)
    func sum(_ builder: inout ProgramBuilder, at states: StepProgram.Part) {
      builder.append(
        .synapses(
          .init(
            conductance: conductance, drive: drive, conductanceStart: .part(given),
            driveStart: .part(driven), source: states, synapses: synapses)))
    }
    func pull(_ states: StepProgram.Part) -> ElementExpression {
      .each(drive) - .each(conductance) * .each(states)
    }
    let capacitance = ElementExpression.each(values.values.cm)
    builder.appendSubSteps(
      unfolds: options.unfolds, solver: options.solver, states: states,
      fused: { builder, length in
        sum(&builder, at: states)
        builder.assign(
          states, .each(states) + length * pull(states) / (capacitance + length * .each(conductance)))
      },
      derivative: { builder, states in
        sum(&builder, at: states)
        return pull(states) / capacitance
      })
  }
}

/// An LTC's parameters as a program has them.
private struct LTCProgramValues {
  var values: LTCValues
  let leak: [Float]
  let leakDrive: [Float]

  init(_ cell: LTC, parameters: [Float]) {
    var values = LTCValues(wiring: cell.wiring)
    values.load(parameters, cell: cell)
    self.values = values
    leak = values.cm.indices.map(values.leak)
    leakDrive = values.cm.indices.map(values.leakDrive)
  }

  func byTarget(
    _ wired: [Wiring.Synapse], _ of: SynapseValues
  ) -> [[StepProgram.SynapseStatement.Synapse]] {
    var targets = [[StepProgram.SynapseStatement.Synapse]](repeating: [], count: leak.count)
    for (index, synapse) in wired.enumerated() {
      targets[synapse.target].append(
        .init(
          source: synapse.source, w: of.w[index], mu: of.mu[index], sigma: of.sigma[index],
          driveWeight: of.w[index] * of.erev[index]))
    }
    return targets
  }
}
