import Explanations
import Foundation
import Liquid
import TestSupport
import Testing

/// Networks of 19 neurons whose working synapses were set by hand: all others carry next to nothing.
@Suite struct PlantedCircuitTests {
  /// A network with two paths from inputs to the output planted among many weak synapses.
  private static func planted(seed: UInt64) throws -> (model: Model, circuit: Set<Int>) {
    var generator = SeededGenerator(seed: seed)
    let layers: [Wiring.Layer] =
      [.motor] + Array(repeating: .command, count: 6) + Array(repeating: .inter, count: 12)
    let wiring = try Wiring(
      kind: "planted", inputs: 4, outputs: 1, layers: layers,
      synapses: (0..<19).flatMap { target in
        (0..<19).filter { $0 != target && generator.uniform() < 0.25 }.map { ($0, target) }
      }.map { .init(source: $0.0, target: $0.1, polarity: 1) },
      sensorySynapses: (0..<19).flatMap { target in
        (0..<4).filter { _ in generator.uniform() < 0.3 }.map { ($0, target) }
      }.map { .init(source: $0.0, target: $0.1, polarity: 1) })
    // Two paths: an input, an inter neuron, a command neuron, the motor neuron; each with neurons of its own.
    var edges = Set<[Int]>()
    var sensory = Set<[Int]>()
    for path in 0..<2 {
      let (inter, command) = (
        7 + path * 6 + generator.integer(below: 6), 1 + path * 3 + generator.integer(below: 3)
      )
      sensory.insert([path * 2 + generator.integer(below: 2), inter])
      edges.insert([inter, command])
      edges.insert([command, 0])
    }
    let all = try Wiring(
      kind: "planted", inputs: 4, outputs: 1, layers: layers,
      synapses: wiring.synapses.filter { !edges.contains([$0.source, $0.target]) }
        + edges.sorted { $0.lexicographicallyPrecedes($1) }.map {
          .init(source: $0[0], target: $0[1], polarity: generator.uniform() < 0.5 ? 1 : -1)
        },
      sensorySynapses: wiring.sensorySynapses.filter { !sensory.contains([$0.source, $0.target]) }
        + sensory.sorted { $0.lexicographicallyPrecedes($1) }.map {
          .init(source: $0[0], target: $0[1], polarity: 1)
        })
    var model = Model(cell: try LTC(wiring: all, options: .init(constraints: .explicit)), seed: seed)
    func set(_ tensor: String, _ value: (Int) -> Float) {
      model[parameter: tensor] = ArraySlice(
        model[parameter: tensor].indices.enumerated().map { value($0.offset) })
    }
    let strong = all.synapses.map { edges.contains([$0.source, $0.target]) }
    let strongSensory = all.sensorySynapses.map { sensory.contains([$0.source, $0.target]) }
    set("w") { strong[$0] ? 2 : 0.002 }
    set("sensory_w") { strongSensory[$0] ? 2 : 0.002 }
    set("sigma") { _ in 4 }
    set("sensory_sigma") { _ in 3 }
    set("mu") { _ in 0.1 }
    set("sensory_mu") { _ in 0 }
    set("gleak") { _ in 0.5 }
    set("vleak") { _ in 0 }
    set("cm") { _ in 0.3 }
    let circuit = Set(
      strong.indices.filter { strong[$0] }
        + strongSensory.indices.filter { strongSensory[$0] }.map { all.synapses.count + $0 })
    return (model, circuit)
  }

  /// Rows whose targets are the network's own answers.
  private static func batch(_ model: Model, seed: UInt64) throws -> SequenceBatch {
    var generator = SeededGenerator(seed: seed &+ 100)
    let inputs = (0..<24).map { _ -> [[Float]] in
      var row = (0..<4).map { _ in Float(generator.normal()) }
      return (0..<20).map { _ in
        row = row.map { 0.7 * $0 + 0.7 * Float(generator.normal()) }
        return row
      }
    }
    let answers = try model.outputs(SequenceBatch(inputs: inputs))
    return try SequenceBatch(inputs: inputs, targets: answers)
  }

  /// Whether the answers change by a tenth of their variance, at least, without any one of these synapses: twice as much as
  /// a circuit may leave out.
  private static func needsEach(of synapses: Set<Int>, _ model: Model, _ batch: SequenceBatch) throws -> Bool
  {
    let activations = model.meanActivations(batch, traces: try model.traces(batch))
    let network = DisturbedNetwork(model: model)
    let answers = network.outputs(batch)
    let mean = answers.reduce(0, +) / Float(answers.count)
    let variance = answers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return synapses.allSatisfy { synapse in
      network.load(parameters: model.parameters(without: [synapse], replacedBy: activations))
      let change = zip(network.outputs(batch), answers).reduce(Float(0)) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      return change > 0.1 * variance
    }
  }

  @Test func whatWasPlantedIsFound() throws {
    var (found, all) = (0, 0)
    for seed in UInt64(1)...200 where all < 20 {
      let (model, planted) = try Self.planted(seed: seed)
      let batch = try Self.batch(model, seed: seed)
      guard try Self.needsEach(of: planted, model, batch) else { continue }
      let search = try CircuitSearch(model: model, batch: batch, loss: .meanSquaredError, threads: 2)
      let circuit = search.circuit(keeping: 0.95)
      #expect(circuit.skill >= 0.95 && circuit.total == model.cell.wiring.synapseCount)
      all += 1
      if Set(circuit.synapses) == planted { found += 1 }
    }
    #expect(found >= 18 && all == 20, "\(found) of \(all)")
  }

  @Test func thePrunedNetworkIsTheCircuit() throws {
    let (model, _) = try Self.planted(seed: 3)
    let batch = try Self.batch(model, seed: 3)
    let search = try CircuitSearch(model: model, batch: batch, loss: .meanSquaredError, threads: 1)
    let circuit = search.circuit(keeping: 0.9)
    let pruned = try search.pruned(to: circuit)
    #expect(pruned.cell.wiring.synapseCount == circuit.synapses.count)
    let engine = try GradientEngine(cell: pruned.cell, loss: .meanSquaredError)
    let loss = try engine.loss(parameters: pruned.parameters, batch: batch)
    #expect(abs(loss - circuit.loss) < 1e-6)
    #expect(circuit.synapses == search.circuit(keeping: 0.9).synapses)
  }

  @Test func aNetworkWhoseSynapsesCannotBeCutIsRefused() throws {
    let model = Model(
      cell: try CfC(wiring: .fullyConnected(inputs: 1, units: 3, outputs: 1, seed: 1)), seed: 1)
    let batch = try SequenceBatch(inputs: [[[1], [2]]], targets: [[[1], [0]]])
    #expect(throws: NetworkError.cannotCut(cell: "cfc")) {
      _ = try CircuitSearch(model: model, batch: batch, loss: .meanSquaredError, threads: 1)
    }
  }
}
