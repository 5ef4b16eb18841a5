import Telemetry

/// Something that is in force: a row of the list from which it can be removed.
enum ActiveItem: Sendable, Hashable {
  case perturbation(Perturbation)
  case intervention(Intervention)
}

extension DashboardState {
  /// Perturbations by channel, then interventions by neuron.
  var activeItems: [ActiveItem] {
    activePerturbations.map(ActiveItem.perturbation) + activeInterventions.map(ActiveItem.intervention)
  }

  /// The row that Delete removes; nil where nothing is in force.
  var selectedActiveRow: Int? {
    let count = activeItems.count
    return count > 0 ? min(max(0, panels.activeSelection), count - 1) : nil
  }

  /// `curvature: noise 0.5 sd`
  func words(of item: ActiveItem) -> String {
    switch item {
    case .perturbation(let perturbation):
      "\(channelName(perturbation.channel)): \(Wording.perturbation(perturbation))"
    case .intervention(let intervention):
      "\(neuronName(intervention.neuron)): \(Wording.intervention(intervention))"
    }
  }

  /// Whether the perturbations reach the training inputs, a switch just asked for counted in.
  public var perturbsTraining: Bool {
    pending.perturbsTraining?.value ?? frame?.perturbsTraining ?? false
  }
}
