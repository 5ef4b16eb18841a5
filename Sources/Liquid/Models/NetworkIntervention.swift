/// A change inside a network while it runs.
///
///     try stream.intervene([.clamp(3, at: 0.5), .silence(7)])
public struct NetworkIntervention: Sendable, Hashable {
  /// What is done to the neuron.
  public enum Kind: Sendable, Hashable {
    /// The state is held at 0 and every synapse that leaves the neuron is cut.
    case silence
    /// The state is held at this value at every sub-step.
    case clamp(Float)
  }

  /// What is done.
  public var kind: Kind
  /// The neuron, below the wiring's `neurons`.
  public var neuron: Int

  /// - Parameter neuron: from 0 on.
  public init(kind: Kind, neuron: Int) {
    self.kind = kind
    self.neuron = neuron
  }
}

extension NetworkIntervention {
  /// Holds a neuron's state at 0 and cuts every synapse that leaves it.
  public static func silence(_ neuron: Int) -> NetworkIntervention {
    NetworkIntervention(kind: .silence, neuron: neuron)
  }

  /// Holds a neuron's state at a value.
  public static func clamp(_ neuron: Int, at value: Float) -> NetworkIntervention {
    NetworkIntervention(kind: .clamp(value), neuron: neuron)
  }
}

extension NetworkIntervention {
  /// The state that the neuron has.
  var heldValue: Float {
    switch kind {
    case .silence: 0
    case .clamp(let value): value
    }
  }
}

/// Neurons whose state is held, each at its value.
struct HeldNeurons {
  private let values: [(neuron: Int, value: Float)]
  let neurons: Set<Int>
  /// Those among them whose outgoing synapses are cut.
  let silenced: Set<Int>

  init(_ interventions: [NetworkIntervention] = []) {
    values = interventions.map { ($0.neuron, $0.heldValue) }
    neurons = Set(interventions.map(\.neuron))
    silenced = Set(interventions.filter { $0.kind == .silence }.map(\.neuron))
  }

  /// Sets the gradient with respect to the held ones among the neurons' states to 0, `[neurons, 16]`.
  func clear(_ gradient: UnsafeMutablePointer<Float>) {
    for (neuron, _) in values {
      (gradient + neuron * LaneShard.lanes).update(repeating: 0, count: LaneShard.lanes)
    }
  }

  /// Sets the held ones among the neurons' states, `[neurons, 16]`.
  func write(to states: UnsafeMutablePointer<Float>) {
    for (neuron, value) in values {
      (states + neuron * LaneShard.lanes).update(repeating: value, count: LaneShard.lanes)
    }
  }
}
