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
