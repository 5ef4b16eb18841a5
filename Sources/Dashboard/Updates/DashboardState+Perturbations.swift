import Screen
import Telemetry

extension DashboardState {
  /// How often, from when and how long perturbations act, what they reach, and taking one off the list.
  mutating func perturbationEffects(_ command: KeyCommand) -> [Effect] {
    switch command {
    case .probability(let offset): return reshape { $0.changeProbability(of: $1, by: offset) }
    case .duration(let offset): return reshape { $0.changeDuration(of: $1, by: offset) }
    case .start(let offset): return reshape { $0.changeStart(of: $1, by: offset) }
    case .perturbTraining: return toggleTraining()
    case .removeActive: return removeSelected()
    default: return []
    }
  }

  private mutating func reshape(
    _ change: (inout PerturbationShapes, Perturbation.Kind) -> Void
  ) -> [Effect] {
    let active = perturbation(selectedKind, on: selectedChannel)
    if let active {
      magnitudes.set(selectedKind, nearestTo: active.magnitude)
      shapes.set(nearestTo: active)
    }
    change(&shapes, selectedKind)
    guard active == nil else { return perturb(selectedKind) }
    let chance = Wording.percent(shapes.probability(of: selectedKind))
    let length = Wording.duration(shapes.duration(of: selectedKind), of: selectedKind)
    let start = Wording.start(shapes.start(of: selectedKind), of: selectedKind)
    say("\(selectedKind.rawValue): chance \(chance), from \(start), lasts \(length)")
    return []
  }

  private mutating func toggleTraining() -> [Effect] {
    guard !hasEnded else {
      say("the run has ended; q leaves")
      return []
    }
    let isWanted = !perturbsTraining
    pending.perturbsTraining = .init(value: isWanted, expiresAt: expiry)
    say(isWanted ? "perturbing the training inputs too" : "perturbing the probe only")
    return [.send(.perturbTraining(isWanted))]
  }

  private mutating func removeSelected() -> [Effect] {
    guard let row = selectedActiveRow else {
      say("nothing is active")
      return []
    }
    let item = activeItems[row]
    panels.activeSelection = row
    say("removed \(words(of: item))")
    switch item {
    case .perturbation(let perturbation):
      let key = PendingRequests.PerturbationKey(kind: perturbation.kind, channel: perturbation.channel)
      pending.perturbations[key] = .init(value: nil, expiresAt: expiry)
      return [.send(.removePerturbation(kind: perturbation.kind, channel: perturbation.channel))]
    case .intervention(let intervention):
      pending.interventions[intervention.neuron] = .init(value: nil, expiresAt: expiry)
      return [.send(.removeIntervention(neuron: intervention.neuron))]
    }
  }
}
