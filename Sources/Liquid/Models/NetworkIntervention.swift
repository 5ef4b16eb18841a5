/// A change inside a network while it runs.
///
///     try stream.intervene([.clamp(3, at: 0.5), .silence(7), .cut(12)])
///
/// A clamp is Pearl's do(v = value): what reaches the neuron no longer counts, and what it sends to others stays.
/// Silencing a neuron and cutting a synapse are ablations: something that the network has is taken away.
public enum NetworkIntervention: Sendable, Hashable {
  /// The state of a neuron (below the wiring's `neurons`) is held at 0 and every synapse that leaves the neuron is cut.
  case silence(Int)
  /// The state of a neuron is held at this value at every sub-step.
  case clamp(Int, at: Float)
  /// A synapse carries nothing: the wiring's `synapses` count from 0, its `sensorySynapses` follow them.
  case cut(Int)
}

extension NetworkIntervention {
  /// The neuron that is held; nil where none is.
  public var neuron: Int? {
    switch self {
    case .silence(let neuron), .clamp(let neuron, _): neuron
    case .cut: nil
    }
  }

  /// The synapse that is cut; nil where none is.
  var synapse: Int? {
    if case .cut(let synapse) = self { synapse } else { nil }
  }

  /// The state that the neuron has.
  var heldValue: Float {
    switch self {
    case .silence, .cut: 0
    case .clamp(_, let value): value
    }
  }
}

extension NetworkCell {
  /// Whether its synapses can be cut one by one.
  package var cutsSynapses: Bool { wiring.synapseCount > 0 && weights(ofSynapse: 0) != nil }

  /// The parameters that it runs with under interventions: those of cut synapses carry nothing.
  func parameters(_ parameters: [Float], under interventions: [NetworkIntervention]) -> [Float] {
    var changed = parameters
    for case .cut(let synapse) in interventions {
      for weight in weights(ofSynapse: synapse) ?? [] { changed[weight.parameter] = weight.cutValue }
    }
    return changed
  }

  /// Throws where an intervention is on no neuron or synapse of the network, or holds a state at a value that is not
  /// finite.
  func check(_ interventions: [NetworkIntervention]) throws(NetworkError) {
    for intervention in interventions {
      if case .clamp(let neuron, let value) = intervention, !value.isFinite {
        throw .clampNotFinite(neuron: neuron)
      }
      switch intervention {
      case .silence(let neuron), .clamp(let neuron, _):
        guard (0..<wiring.neurons).contains(neuron) else { throw .neuron(neuron, count: wiring.neurons) }
      case .cut(let synapse):
        guard (0..<wiring.synapseCount).contains(synapse) else {
          throw .synapse(synapse, count: wiring.synapseCount)
        }
        guard cutsSynapses else { throw .cannotCut(cell: identifier) }
      }
    }
  }
}

extension Wiring {
  /// All synapses, sensory ones included: what a cut counts through.
  package var synapseCount: Int { synapses.count + sensorySynapses.count }
}
