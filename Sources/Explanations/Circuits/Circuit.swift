import Liquid

/// The synapses that a network needs for what it can do.
package struct Circuit: Sendable, Hashable, Codable {
  /// The synapses that are kept: the wiring's, then its sensory ones, in order.
  package let synapses: [Int]
  /// How much each kept synapse is needed, in the order of `synapses`: what of the skill is lost without it alone.
  package let importance: [Double]
  /// Synapses of the whole network.
  package let total: Int
  /// What the whole network, and the circuit alone, gain over the best constant answer: 1 - loss / loss of that answer.
  package let fullSkill: Double
  package let skill: Double
  /// The loss of the whole network, of the circuit, and of the best constant answer, on the rows it was searched with.
  package let fullLoss: Double
  package let loss: Double
  package let constantLoss: Double

  /// The share of all synapses.
  package var share: Double { total > 0 ? Double(synapses.count) / Double(total) : 0 }

  /// The synapses that the network can do without.
  package var removed: Set<Int> { Set(0..<total).subtracting(synapses) }
}
