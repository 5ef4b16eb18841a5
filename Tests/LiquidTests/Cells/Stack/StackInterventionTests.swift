import Foundation
import Liquid
import TestSupport
import Testing

/// Neurons that are held in the layers of a stack.
@Suite struct StackInterventionTests {
  private let elapsed: [Float] = [1, 0.5, 2, 0.3, 1]

  /// A layer that sees what the one below gives is the same layer alone on those inputs.
  @Test func holdingANeuronBelowIsTheUpperLayerOnItsOutputReplaced() throws {
    var generator = SeededGenerator(seed: 1)
    let upper = try LTC.full(3, 4, outputs: 2)
    let cell = try Stack(layers: [
      CfC(wiring: .fullyConnected(inputs: 2, units: 3, outputs: 3, seed: 1)), upper,
    ])
    let model = Model.random(cell)
    var alone = Model(cell: upper, seed: 1)
    for entry in upper.layout.entries {
      let isReadout = entry.name.hasPrefix("output_")
      alone[parameter: entry.name] = model[parameter: isReadout ? entry.name : "layer2.\(entry.name)"]
    }
    let inputs = generator.sequence(steps: 5, width: 2)
    for held: NetworkIntervention in [.clamp(5, at: 0.4), .clamp(4, at: -1)] {
      let trace = model.traces(inputs: [inputs], elapsed: elapsed, interventions: [held])[0]
      let below = (0..<5).flatMap { trace.state(at: $0).suffix(3) }
      let neuron = try #require(held.neuron)
      #expect((0..<5).allSatisfy { below[$0 * 3 + neuron - 4] == (neuron == 5 ? 0.4 : -1) })
      let expected = alone.traces(inputs: [below], elapsed: elapsed)[0]
      for (found, exact) in zip(trace.outputs, expected.outputs) { #expect(abs(found - exact) < 1e-6) }
      #expect(trace.outputs != model.traces(inputs: [inputs], elapsed: elapsed)[0].outputs)
    }
  }

  /// All that leaves it is cut, also to the layer above, where a sigmoid would pass something on at a state of 0.
  @Test(arguments: [true, false])
  func aSilencedNeuronActsOnNeitherItsOwnLayerNorTheOneAbove(_ isNormalised: Bool) throws {
    var generator = SeededGenerator(seed: 2)
    let cell = try Stack(
      layers: [LTC.full(2, 4, outputs: 3), LTC.full(3, 4, outputs: 2)],
      options: .init(normalizesLayers: isNormalised))
    let model = Model.random(cell)
    let inputs = generator.sequence(steps: 5, width: 2)
    let leaving = cell.wiring.synapses.indices.filter { cell.wiring.synapses[$0].source == 5 }
    #expect(leaving.count == 4 + 4)
    let silenced = model.traces(inputs: [inputs], elapsed: elapsed, interventions: [.silence(5)])[0]
    let cut = model.traces(
      inputs: [inputs], elapsed: elapsed, interventions: [.clamp(5, at: 0)] + leaving.map { .cut($0) })[0]
    for (found, exact) in zip(silenced.outputs, cut.outputs) { #expect(abs(found - exact) < 1e-6) }
    for synapse in leaving { #expect(silenced.synapseCurrents[synapse] == 0) }
    #expect(
      silenced.outputs
        != model.traces(inputs: [inputs], elapsed: elapsed, interventions: [.clamp(5, at: 0)])[0]
        .outputs)
  }

  /// The same where inputs reach the upper layer through sigmoids and weights of other kinds: with the weights of what
  /// leaves the neuron at 0.
  @Test(arguments: [true, false])
  func aSilencedNeuronActsOnNoLRCAbove(_ isDiagonal: Bool) throws {
    var generator = SeededGenerator(seed: 4)
    let lower = try LRC(wiring: .fullyConnected(inputs: 2, units: 4, outputs: 3, seed: 1))
    let upper: any Cell =
      isDiagonal
      ? try LRCSSM(wiring: .diagonal(inputs: 3, units: 4, outputs: 2, seed: 2))
      : try LRC(wiring: .fullyConnected(inputs: 3, units: 4, outputs: 2, seed: 2))
    let model = Model.random(try Stack(layers: [lower, upper]))
    var without = model
    for name in ["w", "k"] {
      for (index, synapse) in lower.wiring.synapses.enumerated() where synapse.source == 1 {
        set(&without, "layer1.\(name)", index)
      }
      for (index, synapse) in upper.wiring.sensorySynapses.enumerated() where synapse.source == 1 {
        set(&without, "layer2.sensory_\(name)", index)
      }
    }
    let inputs = generator.sequence(steps: 5, width: 2)
    func outputs(_ model: Model, _ held: NetworkIntervention) -> [Float] {
      model.traces(inputs: [inputs], elapsed: elapsed, interventions: [held])[0].outputs
    }
    let (silenced, expected) = (outputs(model, .silence(5)), outputs(without, .clamp(5, at: 0)))
    for (found, exact) in zip(silenced, expected) { #expect(abs(found - exact) < 1e-6) }
    #expect(silenced != outputs(model, .clamp(5, at: 0)))
  }

  private func set(_ model: inout Model, _ tensor: String, _ index: Int) {
    var values = Array(model[parameter: tensor])
    values[index] = 0
    model[parameter: tensor] = values[...]
  }

  @Test func neuronsOfEveryLayerAreHeldInGradientsToo() throws {
    var generator = SeededGenerator(seed: 3)
    let cell = try Stack(
      layers: [GRU.full(2, 4), GRU.full(4, 3), LTC.full(3, 3, outputs: 2)],
      options: .init(normalizesLayers: true, pooling: .mean))
    let model = Model.random(cell)
    let batch = try SequenceBatch(inputs: [(0..<4).map { _ in generator.sequence(steps: 1, width: 2) }])
    let network = DisturbedNetwork(model: model)
    for held: [NetworkIntervention] in [
      [.clamp(1, at: 0.3)], [.silence(4)], [.silence(7), .clamp(3, at: 0.2)],
    ] {
      network.disturb(held)
      let weights = (0..<4 * 2).map { _ in Float(generator.uniform(-1, 1)) }
      let found = network.derivatives(batch, weights: weights).inputs
      func sum(_ inputs: [Double]) -> Double {
        let outputs = network.outputs(batch.with(inputs: inputs.map { Float($0) }))
        return zip(outputs, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      for index in found.indices {
        let slope = finiteDifference(
          of: sum, at: batch.inputs.map(Double.init), coordinate: index, step: 1.0 / 128)
        #expect(abs(slope - Double(found[index])) < 2e-3, "\(held), \(index)")
      }
    }
  }
}
