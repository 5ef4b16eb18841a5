import Telemetry

/// Which synapses are drawn: those of the selected neuron, and of the others the strongest, as many as can be told
/// apart.
struct WiringChoice {
  /// Weakest first, so that the strong ones lie on top.
  let others: [Int]
  let selected: [Int]
  let hiddenCount: Int

  /// - Parameter rows: the rows of the picture.
  init(_ state: DashboardState, _ strengths: SynapseStrengths, rows: Int) {
    let count = state.description.model.synapses.count
    let neuron = state.selectedNeuron
    let connections = state.connections
    let own = Set(
      neuron < state.neuronCount ? connections.incoming[neuron] + connections.outgoing[neuron] : [])
    let rest = strengths.sorted((0..<count).filter { !own.contains($0) })
    let limit = max(8, rows * 3 / 2)
    others = rest.prefix(limit).filter { !strengths.hasReadings || strengths.share($0) >= 0.01 }.reversed()
    selected = strengths.sorted(Array(own)).prefix(max(limit, 24)).reversed()
    hiddenCount = count - others.count - selected.count
  }
}
