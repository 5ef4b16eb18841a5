/// What is intervened on: an input channel, a neuron or a synapse, by its number.
package enum AblationTarget: Sendable, Hashable, Codable {
  case input(Int)
  case neuron(Int)
  /// The wiring's synapses, then its sensory synapses.
  case synapse(Int)
}

/// What takes the place of what a target does.
package enum AblationKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Its mean over the data, all the time: do(u = c) for an input, do(v = c) for a neuron; a synapse passes on the mean of
  /// what it passed on.
  case mean
  /// What it was in another sequence at the same time; for inputs and neurons.
  case resample
  /// Nothing: a neuron is silenced, a synapse is cut; an input is held at 0, its mean where inputs are normalised.
  case zero
}
