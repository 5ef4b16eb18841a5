extension Model {
  /// What a step of the network computes, for exports.
  package func stepProgram() -> StepProgram { network.stepProgram(parameters: parameters) }
}

extension SteppedCell {
  package func stepProgram(parameters: [Float]) -> StepProgram {
    var builder = ProgramBuilder(cell: self, parameters: parameters)
    let raw = builder.program.inputs
    let states = builder.vector("state", count: wiring.neurons, .state)
    appendWholeStep(to: &builder, inputs: raw, states: states)
    return builder.finish(ports, read: states[0..<ports.read])
  }

  /// Appends a step with the input map before it, and the mixed memory.
  func appendWholeStep(to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part) {
    let seen = builder.map("input", ports.inputMap, inputs)
    if hasMixedMemory { builder.appendMemory(inputs: inputs, states: states) }
    appendStep(to: &builder, inputs: seen, states: states)
  }
}

extension ProgramBuilder {
  /// The outputs that a readout makes of what it reads.
  mutating func finish(_ ports: NetworkPorts, read: Part) -> StepProgram {
    let mapped = map("output", ports.outputMap, read)
    guard ports.projection != nil else { return finish(outputs: mapped) }
    let projected = linear(
      "answer", start: .constants(tensor("readout_b")), [(matrix("readout_w"), mapped)])
    return finish(outputs: projected)
  }
}

extension ProgramBuilder {
  /// A channel map; the part itself where it changes nothing.
  fileprivate mutating func map(_ name: String, _ map: ChannelMap, _ part: Part) -> Part {
    guard map != .none else { return part }
    let scaled = ElementExpression.each(part) * .each(tensor(name + "_w"))
    let mapped = map == .affine ? scaled + .each(tensor(name + "_b")) : scaled
    return self.map(name, count: part.count, mapped)
  }

  /// The mixed memory, which changes the states before the cell sees them; see `MixedMemory`.
  fileprivate mutating func appendMemory(inputs: Part, states: Part) {
    let memory = vector("memory", count: states.count, .state)
    let gates = linear(
      "gates", start: .constants(tensor(MemoryTensor.inputBias)),
      [(matrix(MemoryTensor.inputWeight), inputs), (matrix(MemoryTensor.recurrentWeight), states)])
    let (candidate, input) = (gates.piece(0, of: 4), gates.piece(1, of: 4))
    let (forget, output) = (gates.piece(2, of: 4), gates.piece(3, of: 4))
    appendMemoryStep(
      memory: memory, states: states, candidate: .each(candidate), input: .each(input),
      forget: .each(forget) + 1.0, output: .each(output))
  }

  /// c' = c sigmoid(forget) + tanh(candidate) sigmoid(input);   h' = tanh(c') sigmoid(output)
  mutating func appendMemoryStep(
    memory: Part, states: Part, candidate: ElementExpression, input: ElementExpression,
    forget: ElementExpression, output: ElementExpression
  ) {
    assign(memory, .each(memory) * .sigmoid(forget) + .tanh(candidate) * .sigmoid(input))
    assign(states, .tanh(.each(memory)) * .sigmoid(output))
  }
}
