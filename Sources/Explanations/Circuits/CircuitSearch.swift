import Liquid

/// Finds the smallest set of synapses that keeps a share of what a network can do, greedily.
///
///     let search = CircuitSearch(model: model, batch: batch, loss: .meanSquaredError, threads: 2)
///     let circuit = search.circuit(keeping: 0.95)
///     let small = try search.pruned(to: circuit)
///
/// A synapse is left out by path patching with the mean: all else runs as ever, and this one edge passes on the mean of
/// what it passed on. The least needed ones go first, as many at once as the skill allows; then all that are left are
/// measured again, until none can go.
/// Source: Wang et al., "Interpretability in the wild", ICLR 2023 (path patching, mean ablation); Conmy et al., "Towards
/// automated circuit discovery", NeurIPS 2023 (greedy removal).
package final class CircuitSearch {
  private let model: Model
  private let batch: SequenceBatch
  private let loss: Loss
  private let threads: Int
  private let activations: [Double]?
  private let constantLoss: Double
  private let fullLoss: Double

  /// - Parameters:
  ///   - model: one whose synapses can be cut.
  ///   - batch: sequences with targets; a few thousand rows will do.
  /// - Throws: where no synapse of the network can be cut.
  package init(
    model: Model, batch: SequenceBatch, loss: Loss, threads: Int
  ) throws(NetworkError) {
    guard model.network.cutsSynapses else { throw .cannotCut(cell: model.cell.identifier) }
    self.model = model
    self.batch = batch
    self.loss = loss
    self.threads = threads
    activations = model.meanActivations(batch, traces: try model.traces(batch))
    constantLoss = ConstantAnswer(batch, loss: loss, width: model.network.outputWidth).loss
    fullLoss = Self.loss(loss, DisturbedNetwork(model: model).outputs(batch), batch, model)
  }

  /// Whether the network does better than the best constant answer: else there is no skill to keep.
  package var hasSkill: Bool { fullLoss < constantLoss }

  /// The circuit that keeps this share of the skill, which there is.
  ///
  /// - Parameters:
  ///   - share: above 0, at most 1.
  ///   - shouldGoOn: asked between rounds with how many synapses are left; false ends the search with these.
  package func circuit(keeping share: Double, shouldGoOn: (Int) -> Bool = { _ in true }) -> Circuit {
    let total = model.network.wiring.synapseCount
    let limit = constantLoss - share * (constantLoss - fullLoss)
    var removed = unconnected
    var kept = (0..<total).filter { !removed.contains($0) }
    var losses = lossesWithout(eachOf: kept, besides: removed)
    while shouldGoOn(kept.count) {
      let order = kept.indices.sorted { (losses[$0], kept[$0]) < (losses[$1], kept[$1]) }
      let count = mostThatCanGo(order.map { kept[$0] }, besides: removed, limit: limit)
      if count == 0 { break }
      removed.formUnion(order[..<count].map { kept[$0] })
      kept = kept.filter { !removed.contains($0) }
      losses = lossesWithout(eachOf: kept, besides: removed)
    }
    let found = lossWithout(removed, DisturbedNetwork(model: model))
    return Circuit(
      synapses: kept, importance: losses.map { ($0 - found) / constantLoss }, total: total,
      fullSkill: 1 - fullLoss / constantLoss, skill: 1 - found / constantLoss, fullLoss: fullLoss,
      loss: found,
      constantLoss: constantLoss)
  }

  /// The network with the circuit's synapses alone; what the others passed on, on average, stays as leak or bias.
  package func pruned(to circuit: Circuit) throws(NetworkError) -> Model {
    try model.without(synapses: circuit.removed, replacedBy: activations)
  }

  /// Synapses from which nothing reaches an output: they can go without a look.
  private var unconnected: Set<Int> {
    guard model.network.actsThroughSynapsesAlone else { return [] }
    let wiring = model.network.wiring
    var useful = Set(0..<model.network.readNeurons)
    var isGrowing = true
    while isGrowing {
      let found = useful.union(
        wiring.synapses.filter { useful.contains($0.target) }.map(\.source))
      isGrowing = found.count > useful.count
      useful = found
    }
    let all = wiring.synapses + wiring.sensorySynapses
    return Set(all.indices.filter { !useful.contains(all[$0].target) })
  }

  /// How many of the first ones can go together.
  private func mostThatCanGo(_ order: [Int], besides removed: Set<Int>, limit: Double) -> Int {
    let network = DisturbedNetwork(model: model)
    func isEnough(_ count: Int) -> Bool {
      lossWithout(removed.union(order[..<count]), network) <= limit
    }
    // More that go need not be worse, but mostly they are.
    var (possible, tooMany) = (0, order.count + 1)
    while tooMany - possible > 1 {
      let middle = (possible + tooMany) / 2
      if isEnough(middle) { possible = middle } else { tooMany = middle }
    }
    return possible
  }

  private func lossesWithout(eachOf synapses: [Int], besides removed: Set<Int>) -> [Double] {
    let slots = ResultSlots<Double>(count: synapses.count)
    let workers = min(threads, synapses.count)
    forEachConcurrently(workers) { worker in
      let network = DisturbedNetwork(model: model)
      for index in stride(from: worker, to: synapses.count, by: workers) {
        slots[index] = lossWithout(removed.union([synapses[index]]), network)
      }
    }
    return slots.values
  }

  private func lossWithout(_ synapses: Set<Int>, _ network: DisturbedNetwork) -> Double {
    network.load(parameters: model.parameters(without: synapses, replacedBy: activations))
    return Self.loss(loss, network.outputs(batch), batch, model)
  }

  private static func loss(_ loss: Loss, _ outputs: [Float], _ batch: SequenceBatch, _ model: Model) -> Double
  {
    let total = loss.total(outputs: outputs, width: model.network.outputWidth, batch: batch)
    let mean = total.weight > 0 ? total.sum / total.weight : .infinity
    return mean.isFinite ? mean : .infinity
  }
}
