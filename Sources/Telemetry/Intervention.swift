/// A change inside the network while it runs the probe. It shows causes within the model, not in the world that the data
/// come from.
///
/// A clamp is Pearl's do(v = value), for differential equations: what reaches the neuron no longer counts, what it sends
/// stays. Silencing and cutting are ablations: they also remove what a neuron sends, or one synapse.
/// Source: Mooij, Janzing and Schoelkopf, "From ordinary differential equations to structural causal models", UAI 2013.
public enum Intervention: Sendable, Hashable {
  /// The state is held at 0 and every synapse that leaves the neuron is cut.
  case silence(neuron: Int)
  /// The state is held at this value at every sub-step.
  case clamp(neuron: Int, value: Float)
  /// The synapse, an index into `ModelSummary.synapses`, carries nothing.
  case cut(synapse: Int)

  /// What is intervened on: at most one intervention is in force on each.
  public enum Target: Sendable, Hashable {
    /// An index into `ModelSummary.neurons`.
    case neuron(Int)
    /// An index into `ModelSummary.synapses`.
    case synapse(Int)

    /// Whether the model has it.
    public func exists(in model: ModelSummary) -> Bool {
      switch self {
      case .neuron(let neuron): model.neurons.indices.contains(neuron)
      case .synapse(let synapse): model.synapses.indices.contains(synapse)
      }
    }
  }

  public var target: Target {
    switch self {
    case .silence(let neuron), .clamp(let neuron, _): .neuron(neuron)
    case .cut(let synapse): .synapse(synapse)
    }
  }

  /// The neuron that is held; nil where a synapse is cut.
  public var neuron: Int? {
    if case .neuron(let neuron) = target { neuron } else { nil }
  }
}

extension Intervention: Codable {
  /// As files have always held interventions on neurons: a kind beside the neuron. Cuts came later.
  private struct Stored: Codable {
    enum Kind: Codable {
      case silence
      case clamp(Float)
      case cut
    }

    var kind: Kind
    var neuron: Int?
    var synapse: Int?
  }

  public init(from decoder: any Decoder) throws {
    let stored = try Stored(from: decoder)
    switch (stored.kind, stored.neuron, stored.synapse) {
    case (.silence, let neuron?, nil): self = .silence(neuron: neuron)
    case (.clamp(let value), let neuron?, nil): self = .clamp(neuron: neuron, value: value)
    case (.cut, nil, let synapse?): self = .cut(synapse: synapse)
    default:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no intervention"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let stored =
      switch self {
      case .silence(let neuron): Stored(kind: .silence, neuron: neuron)
      case .clamp(let neuron, let value): Stored(kind: .clamp(value), neuron: neuron)
      case .cut(let synapse): Stored(kind: .cut, synapse: synapse)
      }
    try stored.encode(to: encoder)
  }
}
