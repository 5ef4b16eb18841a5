extension ReferenceLTC {
  /// dv/dt of every neuron, under inputs as they come.
  package func derivative(_ state: [Double], inputs: [Double]) -> [Double] {
    let (conductance, drive) = sums(state, mapped: mapInputs(inputs))
    return state.indices.map { (drive[$0] - conductance[$0] * state[$0]) / value("cm", $0) }
  }

  /// cm / (gleak + sum w s + sum sw ss) of every neuron.
  package func timeConstants(_ state: [Double], mapped: [Double]) -> [Double] {
    sums(state, mapped: mapped).conductance.enumerated().map { value("cm", $0) / $1 }
  }

  /// w erev and w s (erev - v) of every synapse, then of every sensory synapse.
  package func synapses(_ state: [Double], mapped: [Double]) -> (weights: [Double], currents: [Double]) {
    var (weights, currents): ([Double], [Double]) = ([], [])
    for group in synapseGroups(state, mapped: mapped) {
      for (index, synapse) in group.synapses.enumerated() {
        let (w, erev) = (value(group.prefix + "w", index), value(group.prefix + "erev", index))
        weights.append(erev < 0 ? -w : w)
        currents.append(w * activation(group, index) * (erev - state[synapse.target]))
      }
    }
    return (weights, currents)
  }
}
