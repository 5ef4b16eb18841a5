/// What becomes of a network's answers under one intervention, over all sequences that it was tried on.
///
/// Intervals are those of the 95 % bootstrap over independent parts of the data.
package struct Effect: Sendable, Hashable, Codable {
  package let target: AblationTarget
  package let kind: AblationKind
  /// How much the loss rises, in the loss's unit.
  package let loss: BootstrapInterval
  /// How much more it rises than for targets of other sequences: what the target does for the task, and not merely to the
  /// spread of the answers. Its expectation is 0 where the network knows nothing of the targets.
  package let skill: BootstrapInterval
  /// The root mean square of the outputs' change, raw.
  package let outputs: Double
  /// How much the metric changes; nil where there is none.
  package let metric: Double?
}

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
