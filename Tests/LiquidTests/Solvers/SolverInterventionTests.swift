import Liquid
import TestSupport
import Testing

@Suite("An intervention in a network that is solved")
struct SolverInterventionTests {
  private let elapsed: [Float] = [1, 0.5, 2, 1, 0, 1, 3, 1]

  @Test(
    "that clamps a neuron holds its state exactly, with an infinite time constant",
    arguments: SolverVariant.all)
  func clamp(_ variant: SolverVariant) throws {
    try withSeeds(4) { seed, generator in
      let cell = try variant.cell(&generator, inputs: 3, neurons: 6, outputs: 2)
      let model = Model(cell: cell, parameters: generator.parameters(for: cell))
      let neuron = generator.integer(below: 6)
      let value = Float(generator.uniform(-1, 1))
      let inputs = generator.sequence(steps: 8, width: 3)
      let trace = try #require(
        model.traces(
          inputs: [inputs], elapsed: elapsed, interventions: [.init(kind: .clamp(value), neuron: neuron)]
        ).first)
      for step in 0..<8 {
        #expect(trace.states[step * 6 + neuron] == value, "seed \(seed), step \(step)")
        #expect(trace.timeConstants[step * 6 + neuron] == .infinity, "seed \(seed), step \(step)")
      }
    }
  }

  @Test("acts within the step, as a network whose neuron cannot move", arguments: SolverVariant.all)
  func withinTheStep(_ variant: SolverVariant) throws {
    try withSeeds(3) { seed, generator in
      let cell = try variant.cell(&generator, inputs: 3, neurons: 6, outputs: 2)
      let model = Model(cell: cell, parameters: generator.parameters(for: cell))
      let inputs = generator.sequence(steps: 8, width: 3)
      let silenced = try #require(
        model.traces(
          inputs: [inputs], elapsed: elapsed, interventions: [.init(kind: .silence, neuron: 2)]
        ).first)
      let cut = try #require(cutting(2, of: model).traces(inputs: [inputs], elapsed: elapsed).first)
      for step in 0..<8 {
        for other in 0..<6 {
          let (state, exact) = (silenced.states[step * 6 + other], cut.states[step * 6 + other])
          #expect(
            abs(state - (other == 2 ? 0 : exact)) < 1e-5, "seed \(seed), step \(step), neuron \(other)")
        }
      }
    }
  }

  /// The same network, in which nothing leaves a neuron. In dense cells the neuron itself still moves.
  private func cutting(_ neuron: Int, of model: Model) -> Model {
    var cut = model
    let wiring = model.cell.wiring
    if model.cell is LTC {
      // A conductance of 0, through the softplus or not, and no reversal potential.
      let isExplicit = (model.cell.options as? LTC.Options)?.constraints == .explicit
      for (index, synapse) in wiring.synapses.enumerated() where synapse.source == neuron {
        let first = cut.cell.layout["w"].lowerBound
        cut.parameters[first + index] = isExplicit ? 0 : -100
      }
    } else {
      let first = cut.cell.layout["w"].lowerBound
      for target in 0..<wiring.neurons { cut.parameters[first + target * wiring.neurons + neuron] = 0 }
    }
    return cut
  }
}
