/// A change inside a network while it runs.
public struct NetworkIntervention: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The state is held at 0 and every synapse that leaves the neuron is cut.
    case silence
    /// The state is held at this value at every sub-step.
    case clamp(Float)
  }

  public var kind: Kind
  /// The neuron, below the wiring's `neurons`.
  public var neuron: Int

  public init(kind: Kind, neuron: Int) {
    self.kind = kind
    self.neuron = neuron
  }
}
