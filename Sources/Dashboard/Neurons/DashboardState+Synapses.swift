import Screen

// The synapse that X cuts: one of the selected neuron's.
extension DashboardState {
  /// Whether single synapses are on the screen: in Wiring, and of a neuron that is open.
  var showsSynapses: Bool { view == .wiring || (view == .neurons && isDetailOpen) }

  /// The synapses into or out of the selected neuron, the strongest first, as the lists show them.
  func listedSynapses(isIncoming: Bool) -> [Int] {
    guard selectedNeuron < neuronCount else { return [] }
    let synapses = isIncoming ? connections.incoming[selectedNeuron] : connections.outgoing[selectedNeuron]
    return SynapseStrengths(self).sorted(synapses)
  }

  /// Selects the next synapse of the selected neuron: those into it, then those out of it.
  mutating func selectSynapse(by offset: Int) -> [Effect] {
    guard showsSynapses else {
      return showMessage("a selects a synapse in Wiring (4), or of an opened neuron (Enter)", isWarning: true)
    }
    let incoming = listedSynapses(isIncoming: true)
    // A synapse of a neuron on itself is in both lists.
    let all = incoming + listedSynapses(isIncoming: false).filter { !incoming.contains($0) }
    guard !all.isEmpty else { return showMessage("no synapses") }
    let place = selectedSynapse.flatMap(all.firstIndex) ?? (offset > 0 ? -1 : 0)
    select(synapse: all[((place + offset) % all.count + all.count) % all.count])
    return []
  }

  mutating func select(synapse: Int) {
    selectedSynapse = synapse
    panels.showsSelectedSynapse = true
  }

  /// Moves the selection through the list of synapses that has the focus; false where none has it.
  mutating func moveSynapse(_ move: ListMove) -> Bool {
    guard showsSynapses, panels.focused == .incoming || panels.focused == .outgoing else { return false }
    let list = listedSynapses(isIncoming: panels.focused == .incoming)
    guard !list.isEmpty else { return true }
    let next = selectedSynapse.flatMap(list.firstIndex).map {
      move.from($0, count: list.count, page: pageRows)
    }
    select(synapse: list[next ?? 0])
    return true
  }
}
