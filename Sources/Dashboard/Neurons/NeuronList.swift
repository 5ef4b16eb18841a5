import Telemetry

/// How the neuron table is sorted, filtered and scrolled.
public struct NeuronList: Sendable, SortedList {
  public internal(set) var sortColumn: NeuronColumn = .index
  public internal(set) var isAscending = true
  /// Part of a name or a layer; empty shows all.
  public internal(set) var filter = ""
  /// True while keys go into the filter.
  public internal(set) var isEditingFilter = false
  /// The neurons shown, in order.
  public internal(set) var order: [Int] = []
  public internal(set) var scroll = ListScroll()
}

/// The columns of the neuron table, all of which it can be sorted by.
public enum NeuronColumn: Int, Sendable, Hashable, CaseIterable, SortColumn {
  case index
  case name
  case layer
  /// The state over the probe; sorted by how much it moves.
  case activity
  case state
  /// How far the active perturbations and interventions move the state.
  case shift
  case timeConstant
  /// The time constant's range over the probe; sorted by its ratio.
  case timeConstantRange
  /// How far the time constant has moved since a stream's start; sorted by its distance from 1, up or down.
  case timeConstantRatio
  case incoming
  case outgoing
  /// The intervention on the neuron.
  case intervention

  package var isAscendingAtFirst: Bool {
    switch self {
    case .index, .name, .layer: true
    default: false
    }
  }

  /// The column as messages name it.
  var title: String {
    switch self {
    case .index: "number"
    case .name: "name"
    case .layer: "layer"
    case .activity: "activity"
    case .state: "state"
    case .shift: "shift"
    case .timeConstant: "time constant"
    case .timeConstantRange: "range of time constant"
    case .timeConstantRatio: "move of time constant"
    case .incoming: "synapses in"
    case .outgoing: "synapses out"
    case .intervention: "intervention"
    }
  }
}

extension DashboardState {
  mutating func sortNeurons() -> [Effect] {
    neuronList.sortByNextColumn()
    updateNeuronOrder()
    return showMessage("sorted by \(neuronList.sortColumn.title)")
  }

  mutating func reverseNeurons() -> [Effect] {
    neuronList.isAscending.toggle()
    updateNeuronOrder()
    return []
  }

  /// Sorts and filters the neurons again and, where the view lists them, keeps the selection on one that is shown.
  mutating func updateNeuronOrder() {
    let neurons = description.model.neurons
    let needle = neuronList.filter.lowercased()
    let shown = neurons.indices.filter { index in
      needle.isEmpty || neurons[index].name.lowercased().contains(needle)
        || neurons[index].layer.lowercased().contains(needle)
    }
    neuronList.order = sorted(shown)
    guard view.view.listsNeurons else { return }
    if !shown.contains(selectedNeuron), let first = neuronList.order.first { selectNeuron(first) }
  }

  /// The time constant over that at the stream's start; NaN where unknown.
  func timeConstantRatio(ofNeuron neuron: Int) -> Float {
    let ratios = stream?.timeConstantRatios ?? []
    return ratios.indices.contains(neuron) ? ratios[neuron] : .nan
  }

  private func sorted(_ neurons: [Int]) -> [Int] {
    let isAscending = neuronList.isAscending
    let summaries = description.model.neurons
    switch neuronList.sortColumn {
    case .name: return sorted(neurons, isAscending) { summaries[$0].name }
    case .layer: return sorted(neurons, isAscending) { summaries[$0].layer }
    case let column:
      let values = neurons.map { sortValue($0, column) }
      // Neurons without a value come last in either direction.
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
    case .timeConstantRatio:
      let ratio = timeConstantRatio(ofNeuron: neuron)
      return max(ratio, 1 / ratio)
    case .incoming: return Float(connections.incoming[neuron].count)
    case .outgoing: return Float(connections.outgoing[neuron].count)
    case .intervention: return intervention(onNeuron: neuron) == nil ? 0 : 1
    }
  }
}
