import Telemetry

extension DashboardState {
  /// Sorts and filters the neuron table anew and, where it is on the screen, keeps the selection on something that is
  /// shown.
  mutating func updateNeuronOrder() {
    let neurons = description.model.neurons
    let needle = neuronList.filter.lowercased()
    let shown = neurons.indices.filter { index in
      needle.isEmpty || neurons[index].name.lowercased().contains(needle)
        || neurons[index].layer.lowercased().contains(needle)
    }
    neuronList.order = sorted(shown)
    guard view.listsNeurons else { return }
    if !shown.contains(selectedNeuron), let first = neuronList.order.first { selectedNeuron = first }
  }

  private func sorted(_ neurons: [Int]) -> [Int] {
    let isAscending = neuronList.isAscending
    let summaries = description.model.neurons
    switch neuronList.sortColumn {
    case .name: return sorted(neurons, isAscending) { summaries[$0].name }
    case .layer: return sorted(neurons, isAscending) { summaries[$0].layer }
    case let column:
      let values = neurons.map { sortValue($0, column) }
      // What has no value comes last either way.
      let order = neurons.indices.sorted { a, b in
        let (left, right) = (values[a], values[b])
        if left.isNaN || right.isNaN { return !left.isNaN || (right.isNaN && neurons[a] < neurons[b]) }
        if left != right { return isAscending ? left < right : left > right }
        return neurons[a] < neurons[b]
      }
      return order.map { neurons[$0] }
    }
  }

  private func sorted(_ neurons: [Int], _ isAscending: Bool, by key: (Int) -> String) -> [Int] {
    neurons.sorted { a, b in
      let (left, right) = (key(a), key(b))
      if left != right { return isAscending ? left < right : left > right }
      return a < b
    }
  }

  private func sortValue(_ neuron: Int, _ column: NeuronColumn) -> Float {
    switch column {
    case .index, .name, .layer: return Float(neuron)
    case .activity: return digest?.states[neuron].deviation ?? .nan
    case .state: return momentState(ofNeuron: neuron)
    case .shift: return digest?.shift(ofNeuron: neuron) ?? .nan
    case .timeConstant: return momentTimeConstant(ofNeuron: neuron)
    case .timeConstantRange:
      guard let tau = digest?.timeConstants[neuron], tau.minimum > 0 else { return .nan }
      return tau.maximum / tau.minimum
    case .incoming: return Float(connections.incoming[neuron].count)
    case .outgoing: return Float(connections.outgoing[neuron].count)
    case .intervention: return intervention(on: neuron) == nil ? 0 : 1
    }
  }
}
