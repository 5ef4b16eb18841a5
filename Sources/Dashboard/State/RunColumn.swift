/// The columns of the list of runs by which it can be sorted.
public enum RunColumn: Int, Sendable, Hashable, CaseIterable {
  case started
  case name
  case model
  case steps
  case loss
  case metric
  case duration
  case state

  /// Whether small comes first when a person chooses the column.
  package var isAscendingAtFirst: Bool {
    switch self {
    case .name, .model, .loss, .state: true
    case .started, .steps, .metric, .duration: false
    }
  }

  /// The column as messages name it.
  var title: String {
    switch self {
    case .started: "start"
    case .name: "name"
    case .model: "model"
    case .steps: "steps"
    case .loss: "best loss"
    case .metric: "metric"
    case .duration: "duration"
    case .state: "state"
    }
  }
}

extension RunColumn: SortColumn {}
