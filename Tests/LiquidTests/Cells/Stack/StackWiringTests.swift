import Foundation
import Liquid
import TestSupport
import Testing

/// The wirings of all layers as one.
@Suite struct StackWiringTests {
  @Test func theLastLayersNeuronsComeFirstAndTheirOutputsAreTheNetworks() throws {
    let first = try LTC(wiring: .autoNCP(inputs: 3, units: 12, outputs: 4, seed: 1))
    let cell = try Stack(layers: [first, GRU.full(4, 5), LTC.full(5, 6, outputs: 2)])
    let wiring = cell.wiring
    #expect(wiring.kind == "stack" && wiring.inputs == 3 && wiring.neurons == 12 + 5 + 6)
    #expect(wiring.outputs == 2 && cell.outputWidth == 2)
    // Motor neurons are outputs, and below the last layer nothing is one.
    #expect(wiring.layers.indices.filter { wiring.layers[$0] == .motor } == [0, 1])
    #expect(wiring.layers[11...] == first.wiring.layers.map { $0 == .motor ? .inter : $0 }[...])
    #expect(wiring.name(ofNeuron: 0) == "L3 #0" && wiring.name(ofNeuron: 5) == "L3 #5")
    #expect(wiring.name(ofNeuron: 6) == "L2 #0" && wiring.name(ofNeuron: 10) == "L2 #4")
    #expect(wiring.name(ofNeuron: 11) == "L1 motor 0")
    let groups = (0..<23).map { cell.group(ofNeuron: $0) }
    // Only an NCP's own layers have a meaning.
    #expect(groups[..<6].allSatisfy { $0 == "L3" })
    #expect(groups[6..<11].allSatisfy { $0 == "L2" })
    #expect(groups[11..<15].allSatisfy { $0 == "L1 motor" })
    #expect(Set(groups[15...]) == ["L1 command", "L1 inter"])
    #expect(Set(wiring.names ?? []).count == 23)
  }

  @Test func aChannelBetweenLayersIsASynapseBetweenTheirNeurons() throws {
    var generator = SeededGenerator(seed: 4)
    let layers = [
      try LTC(wiring: generator.layeredWiring(inputs: 3, neurons: 6, outputs: 4, density: 0.5)),
      try LTC(wiring: generator.layeredWiring(inputs: 4, neurons: 5, outputs: 2, density: 0.5)),
    ]
    let wiring = try Stack(layers: layers).wiring
    let (lower, upper) = (layers[0].wiring, layers[1].wiring)
    func pairs(_ synapses: [Wiring.Synapse], from source: Int, to target: Int) -> Set<Wiring.Synapse> {
      Set(
        synapses.map {
          Wiring.Synapse(source: $0.source + source, target: $0.target + target, polarity: $0.polarity)
        })
    }
    // The upper layer's neurons are 0 to 4, the lower one's 5 to 10, its motor neurons first.
    let expected =
      pairs(upper.synapses, from: 0, to: 0).union(pairs(upper.sensorySynapses, from: 5, to: 0))
      .union(pairs(lower.synapses, from: 5, to: 5))
    #expect(Set(wiring.synapses) == expected)
    #expect(wiring.synapses.count == expected.count)
    #expect(Set(wiring.sensorySynapses) == pairs(lower.sensorySynapses, from: 0, to: 5))
  }

  @Test func everyPartOfAVectorIsOneSynapseOfItsInput() throws {
    let cell = try Stack(
      layers: [LTC.full(6, 2, outputs: 1)],
      options: .init(embeddings: [EmbeddingTable(channel: 1, levels: 7, width: 4)]))
    #expect(cell.wiring.inputs == 3)
    #expect(cell.wiring.sensorySynapses.map(\.source) == [0, 1, 2, 0, 1, 2])
    #expect(cell.wiring.sensorySynapses.map(\.target) == [0, 0, 0, 1, 1, 1])
    // Each of its four parts has a weight of its own.
    #expect(cell.weights(ofSynapse: 4 + 1)?.count == 4)
    #expect(cell.weights(ofSynapse: 4 + 2)?.count == 1)
  }

  /// What passes through the synapses of a trace is what the layers pass on, under the whole wiring's numbers.
  @Test func theCurrentsOfATraceAreThoseOfItsSynapses() throws {
    var generator = SeededGenerator(seed: 6)
    let cell = try Stack(layers: [
      LTC(wiring: generator.layeredWiring(inputs: 2, neurons: 5, outputs: 3, density: 0.7)),
      LTC.full(3, 4, outputs: 2),
    ])
    let model = Model.random(cell)
    let batch = try SequenceBatch(inputs: [(0..<5).map { _ in generator.sequence(steps: 1, width: 2) }])
    let trace = try model.traces(batch)[0]
    let states = trace.state(at: 4)
    func tensor(_ name: String) -> [Float] { Array(model[parameter: name]) }
    let (w, mu, sigma) = (
      tensor("layer2.sensory_w"), tensor("layer2.sensory_mu"), tensor("layer2.sensory_sigma")
    )
    let (erev, scale, shift) = (
      tensor("layer2.sensory_erev"), tensor("layer2.input_w"), tensor("layer2.input_b")
    )
    let upper = try #require(cell.options.layers.last).wiring
    for (index, synapse) in upper.sensorySynapses.enumerated() {
      let place = try #require(
        cell.wiring.synapses.firstIndex { $0.source == synapse.source + 4 && $0.target == synapse.target })
      let seen =
        states[states.startIndex + 4 + synapse.source] * scale[synapse.source] + shift[synapse.source]
      let conductance = Double(log1p(exp(w[index]))) / (1 + exp(Double(-sigma[index] * (seen - mu[index]))))
      let current = conductance * Double(erev[index] - states[states.startIndex + synapse.target])
      #expect(abs(Double(trace.synapseCurrents[place]) - current) < 1e-4)
    }
  }

  @Test func cutsAreRefusedUnlessEveryLayersSynapsesCanBeCut() throws {
    let backbone = try CfC(wiring: .fullyConnected(inputs: 2, units: 3, outputs: 3, seed: 1))
    let model = Model(cell: try Stack(layers: [backbone, LTC.full(3, 4, outputs: 1)]), seed: 1)
    #expect(throws: NetworkError.cannotCut(cell: "stack")) {
      _ = try model.traces(SequenceBatch(inputs: [[[1, 2]]]), interventions: [.cut(0)])
    }
    #expect(try Stack(layers: [GRU.full(2, 3), LTC.full(3, 4, outputs: 1)]).cutsSynapses)
  }
}
