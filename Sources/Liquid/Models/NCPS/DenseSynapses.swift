/// Synapses as the package stores them: matrices `[sources, targets]` and a mask that says which elements count.
struct DenseSynapses {
  let sources: Int
  let targets: Int

  var shape: [Int] { [sources, targets] }

  /// The synapses of a mask; the sign of a reversal potential is the polarity (0 counts as excitatory).
  func synapses(mask: [Bool], reversals: [Float]) -> [Wiring.Synapse] {
    var synapses: [Wiring.Synapse] = []
    for target in 0..<targets {
      for source in 0..<sources where mask[source * targets + target] {
        let polarity = reversals[source * targets + target] < 0 ? -1 : 1
        synapses.append(Wiring.Synapse(source: source, target: target, polarity: polarity))
      }
    }
    return synapses
  }

  /// The elements of a matrix that belong to synapses, in their order.
  func gather(_ matrix: [Float], at synapses: [Wiring.Synapse]) -> [Float] {
    synapses.map { matrix[$0.source * targets + $0.target] }
  }

  /// A matrix with a value a synapse and another everywhere else.
  func scatter(
    _ values: some Collection<Float>, at synapses: [Wiring.Synapse], elsewhere: Float
  ) -> [Float] {
    var matrix = [Float](repeating: elsewhere, count: sources * targets)
    for (synapse, value) in zip(synapses, values) {
      matrix[synapse.source * targets + synapse.target] = value
    }
    return matrix
  }
}
