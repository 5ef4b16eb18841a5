import Liquid
import TestSupport
import Testing

@Suite struct SolverInterventionTests {
  private let elapsed: [Float] = [1, 0.5, 2, 1, 0, 1, 3, 1]

  @Test(arguments: NetworkVariant.all.solved)
  func actsWithinTheStepAsANetworkWhoseNeuronCannotMove(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator, inputs: 3, neurons: 6, outputs: 2)
      let inputs = generator.sequence(steps: 8, width: 3)
      let silenced = try #require(
        model.traces(
          inputs: [inputs], elapsed: elapsed, interventions: [.silence(2)]
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
    if model.cell is LTC || model.cell is LRC || model.cell is LRCSSM {
      for (index, synapse) in wiring.synapses.enumerated() where synapse.source == neuron {
        for weight in model.network.weights(ofSynapse: index) ?? [] {
          cut.parameters[weight.parameter] = weight.cutValue
        }
      }
    } else {
      let first = cut.cell.layout["w"].lowerBound
      for target in 0..<wiring.neurons { cut.parameters[first + target * wiring.neurons + neuron] = 0 }
    }
    return cut
  }
}
