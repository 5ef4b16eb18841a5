import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct CutTests {
  static let variants = NetworkVariant.all.filter { variant in
    var generator = SeededGenerator(seed: 1)
    return (try? variant.model(&generator))?.network.cutsSynapses == true
  }

  // The gates of "as in ncps" see inputs that the wiring does not join.
  @Test(arguments: variants.filter { !$0.name.contains("memory") && !$0.name.contains("ncps") })
  func anInputWhoseSynapsesAreCutHasNoEffect(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 11)
    let model = try variant.model(&generator)
    let wiring = model.cell.wiring
    let cuts = wiring.sensorySynapses.indices.filter { wiring.sensorySynapses[$0].source == 1 }
      .map { NetworkIntervention.cut(wiring.synapses.count + $0) }
    let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 3, steps: 5)
    let changed = batch.changing(channel: 1) { $0 + 0.7 }
    let network = DisturbedNetwork(model: model)
    if wiring.sensorySynapses.contains(where: { $0.source == 1 }), variant.cell == LTC.self,
      variant.density == 1
    {
      #expect(network.outputs(batch) != network.outputs(changed))
    }
    network.disturb(cuts)
    #expect(network.outputs(batch) == network.outputs(changed))
  }

  @Test(arguments: variants)
  func aNetworkWithoutSynapsesIsTheNetworkWithThemCut(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 12)
    let model = try variant.model(&generator, neurons: 8)
    let count = model.cell.wiring.synapseCount
    let cut = Set((0..<count).filter { _ in generator.uniform() < 0.4 })
    let batch = generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: 2, steps: 6)
    let network = DisturbedNetwork(model: model)
    network.disturb(cut.map { .cut($0) })
    let pruned = try model.without(synapses: cut)
    let found = DisturbedNetwork(model: pruned).outputs(batch)
    for (one, other) in zip(network.outputs(batch), found) { #expect(abs(one - other) < 1e-5) }
    if model.network.synapseTensors != nil {
      #expect(pruned.cell.wiring.synapseCount == count - cut.count)
      #expect(
        try ModelFile.read(ModelFile.bytes(of: pruned, metadata: [:])).model.parameters == pruned.parameters)
    }
  }

  // In a CT-GRU a neuron also acts on another through what a third retrieves, in a GRU-D through a third's reset.
  @Test(arguments: variants.filter { $0.cell != CTGRU.self && $0.cell != GRUD.self })
  func aCutSynapseCarriesNothingInATrace(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 13)
    let model = try variant.model(&generator)
    let batch = generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: 1, steps: 4)
    let wiring = model.cell.wiring
    // A neuron acts on itself without a synapse, too.
    let synapse = wiring.synapses.firstIndex { $0.source != $0.target } ?? wiring.synapses.count
    let trace = try model.traces(batch, interventions: [.cut(synapse)], synapses: .everyStep)[0]
    for step in 0..<4 { #expect(trace.synapseCurrents[step * wiring.synapseCount + synapse] == 0) }
  }

  /// A gate sees the states before a step: in the first, 0.
  @Test func whatASynapsePassesOnIsWhatItSees() throws {
    let wiring = try Wiring.fullyConnected(inputs: 1, units: 3, outputs: 1, seed: 1)
    let batch = try SequenceBatch(inputs: [[[1]], [[2]]])
    for cell in [try GRU(wiring: wiring) as any Cell, try LSTM(wiring: wiring), try CTRNN(wiring: wiring)] {
      let model = Model(cell: cell, seed: 2)
      let traces = try model.traces(batch)
      let means = try #require(model.meanActivations(batch, traces: traces))
      #expect(means[9...] == [1.5, 1.5, 1.5])
      #expect(
        means[..<9].allSatisfy { ($0 == 0) == (cell.identifier != "ct-rnn") }, "\(cell.identifier): \(means)")
    }
    let memory = Model(cell: try LTC(wiring: wiring, options: .init(mixedMemory: true)), seed: 2)
    #expect(memory.meanActivations(batch, traces: try memory.traces(batch)) == nil)
  }

  @Test func whatCannotBeCutIsRefused() throws {
    var generator = SeededGenerator(seed: 14)
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 4, outputs: 1, seed: 1)
    let model = Model(cell: try CfC(wiring: wiring), seed: 1)
    let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 1, steps: 3)
    #expect(throws: NetworkError.cannotCut(cell: "cfc")) {
      _ = try model.traces(batch, interventions: [.cut(0)])
    }
    let other = Model(cell: try LTC(wiring: wiring), seed: 1)
    #expect(throws: NetworkError.synapse(24, count: 24)) {
      _ = try other.traces(batch, interventions: [.cut(24)])
    }
    #expect(throws: NetworkError.synapse(-1, count: 24)) { _ = try other.without(synapses: [-1]) }
  }

  @Test func aLearnerLeavesTheWeightOfACutSynapseAsItWas() throws {
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 4, outputs: 1, seed: 1)
    for cell in [
      try LSTM(wiring: wiring) as any Cell, try LTC(wiring: wiring, options: .init(constraints: .explicit)),
    ] {
      let learner = try OnlineLearner(
        model: Model(cell: cell, seed: 3), learningRate: 0.05)
      // The optimiser has moments of it by then.
      for step in 0..<20 {
        _ = try learner.predict([Float(step % 3), 1])
        try learner.learn([Float(step % 2)])
      }
      try learner.intervene([.cut(5)])
      let places = cell.machinery.cell.weights(ofSynapse: 5)?.map(\.parameter) ?? []
      let before = learner.model.parameters
      for step in 0..<20 {
        _ = try learner.predict([Float(step % 3), 1])
        try learner.learn([Float(step % 2)])
      }
      let after = learner.model.parameters
      #expect(!places.isEmpty && places.allSatisfy { before[$0] == after[$0] })
      #expect(before != after)
    }
  }

  /// What a synapse carries on average can take its place: exactly, where it always carries the same.
  @Test(arguments: variants.filter { !$0.name.contains("memory") })
  func foldingWhatNeverChangesChangesNothing(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 15)
    let model = try variant.model(&generator, neurons: 8)
    let wiring = model.cell.wiring
    let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 2, steps: 6)
      .changing(channel: 2) { _ in 0.4 }
    guard let means = model.meanActivations(batch, traces: try model.traces(batch)) else { return }
    let cut = Set(
      wiring.sensorySynapses.indices.filter { wiring.sensorySynapses[$0].source == 2 }
        .map { wiring.synapses.count + $0 })
    let pruned = try model.without(
      synapses: cut, replacedBy: means)
    let (one, other) = (
      DisturbedNetwork(model: model).outputs(batch), DisturbedNetwork(model: pruned).outputs(batch)
    )
    for (value, found) in zip(one, other) { #expect(abs(value - found) < 2e-4) }
  }
}

extension SequenceBatch {
  /// A batch with one input channel changed.
  func changing(channel: Int, _ change: (Float) -> Float) -> SequenceBatch {
    SequenceBatch(
      unchecked: count, steps: steps, inputWidth: inputWidth, targetWidth: targetWidth, lengths: lengths,
      inputs: inputs.enumerated().map { $0.offset % inputWidth == channel ? change($0.element) : $0.element },
      elapsed: elapsed, targets: targets, targetWeights: targetWeights)
  }
}
