/// Neurons whose state is held, each at its value.
struct HeldNeurons {
  private let values: [(neuron: Int, value: Float)]
  let neurons: Set<Int>
  /// Those among them whose outgoing synapses are cut.
  let silenced: Set<Int>

  init(_ interventions: [NetworkIntervention] = []) {
    values = interventions.map { intervention in
      switch intervention.kind {
      case .silence: (intervention.neuron, 0)
      case .clamp(let value): (intervention.neuron, value)
      }
    }
    neurons = Set(interventions.map(\.neuron))
    silenced = Set(interventions.filter { $0.kind == .silence }.map(\.neuron))
  }

  /// Sets the held ones among the neurons' states, `[neurons, 16]`.
  func write(to states: UnsafeMutablePointer<Float>) {
    for (neuron, value) in values {
      (states + neuron * LaneShard.lanes).update(repeating: value, count: LaneShard.lanes)
    }
  }
}
