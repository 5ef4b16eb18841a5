import CLiquidKernels
import Foundation

extension CTGRU {
  func appendStep(
    to builder: inout ProgramBuilder, inputs: StepProgram.Part, states: StepProgram.Part
  ) {
    let (neurons, width) = (wiring.neurons, inputs.count)
    let memory = builder.vector("memory", count: neurons * Self.scales, .state)
    func layer(_ builder: inout ProgramBuilder, _ gate: String, states: StepProgram.Part) -> StepProgram.Part
    {
      builder.linear(
        gate, start: .constants(builder.tensor(gate + "_b")),
        [
          (builder.matrix(gate + "_w", columns: 0..<width), inputs),
          (builder.matrix(gate + "_w", columns: width..<width + neurons), states),
        ])
    }
    let retrieval = layer(&builder, "retrieval", states: states)
    let storage = layer(&builder, "storage", states: states)
    let retrieved = shares(&builder, of: retrieval, named: "retrieved")
    builder.assign(retrieved, .each(retrieved) * .each(memory))
    let seen = builder.vector("seen", count: neurons)
    builder.append(.groupSums(target: seen, source: retrieved, size: Self.scales))
    let event = layer(&builder, "event", states: seen)
    let stored = shares(&builder, of: storage, named: "stored")
    let new = ElementExpression.tanh(.element(event, .group(of: Self.scales)))
    let rates = (0..<Self.scales).map { Float(Foundation.exp(-Double($0) * Self.logRatio)) }
    let decay = ElementExpression.exp(
      -(.scalar(builder.program.elapsed) * .constants(rates, .cycle(Self.scales))))
    builder.assign(memory, (.each(memory) + .each(stored) * (new - .each(memory))) * decay)
    builder.append(.groupSums(target: states, source: memory, size: Self.scales))
  }

  private static let logRatio = log(10.0) / 2

  /// The share of each scale, `[neurons, scales]`: softmax over m of -(x - ln tau_m)^2.
  ///
  /// With k = x / ln(ratio) and p the nearest scale the exponent, less that of p, is
  /// ln(ratio)^2 (m - p) (2 k - m - p): at most 0, and no difference of large numbers.
  private func shares(
    _ builder: inout ProgramBuilder, of scale: StepProgram.Part, named name: String
  ) -> StepProgram.Part {
    let (neurons, scales) = (wiring.neurons, Self.scales)
    let place = builder.map(
      name + "_place", count: neurons,
      .minimum(
        .maximum(.each(scale) * .constant(Float(1 / Self.logRatio)), -1000.0), 1000.0))
    let nearest = builder.map(
      name + "_nearest", count: neurons,
      .minimum(.maximum(.rounded(.each(place)), 0.0), .constant(Float(scales - 1))))
    let group = ElementExpression.Index.group(of: scales)
    let own = ElementExpression.constants((0..<scales).map(Float.init), .cycle(scales))
    let distance = own - .element(nearest, group)
    let powers = builder.map(
      name, count: neurons * scales,
      .exp(
        distance * ((2.0 * .element(place, group) - own) - .element(nearest, group))
          * .constant(Float(Self.logRatio * Self.logRatio))))
    let total = builder.vector(name + "_total", count: neurons)
    builder.append(.groupSums(target: total, source: powers, size: scales))
    builder.assign(powers, .each(powers) / .element(total, group))
    return powers
  }
}
