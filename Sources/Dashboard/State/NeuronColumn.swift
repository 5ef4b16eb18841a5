/// The columns of the neuron table, all of which it can be sorted by.
public enum NeuronColumn: Int, Sendable, Hashable, CaseIterable {
  case index
  case name
  case layer
  /// The state over the probe; sorted by how much it moves.
  case activity
  case state
  /// How far the state moved under what is active.
  case shift
  case timeConstant
  /// The time constant's range over the probe; sorted by its ratio.
  case timeConstantRange
  case incoming
  case outgoing
  /// The intervention on the neuron.
  case intervention

  /// Whether small comes first when a person chooses the column.
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
    case .incoming: "synapses in"
    case .outgoing: "synapses out"
    case .intervention: "intervention"
    }
  }
}

extension NeuronColumn: SortColumn {}
