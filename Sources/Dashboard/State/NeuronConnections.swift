import Telemetry

/// The synapses at each neuron, as indices into `ModelSummary.synapses`.
struct NeuronConnections: Sendable {
  private(set) var incoming: [[Int]]
  private(set) var outgoing: [[Int]]

  init(model: ModelSummary) {
    let count = model.neurons.count
    incoming = Array(repeating: [], count: count)
    outgoing = Array(repeating: [], count: count)
    for (index, synapse) in model.synapses.enumerated() {
      if incoming.indices.contains(synapse.target) { incoming[synapse.target].append(index) }
      if !synapse.isSensory, outgoing.indices.contains(synapse.source) {
        outgoing[synapse.source].append(index)
      }
    }
  }
}
