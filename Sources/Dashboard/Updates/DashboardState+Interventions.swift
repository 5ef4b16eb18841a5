import Screen
import Telemetry

extension DashboardState {
  /// Perturbing the inputs, intervening in the network, choosing the probe.
  mutating func interventionEffects(_ command: KeyCommand) -> [Effect] {
    switch command {
    case .perturb(let kind): return toggle(kind)
    case .magnitude(let offset): return changeMagnitude(by: offset)
    case .probe(let offset): return selectProbe(offset)
    case .clear: return clear()
    case .silence, .clamp:
      guard isSelectionShown else {
        say("no neuron matches the filter", isWarning: true)
        return []
      }
      return command == .silence ? intervene(.silence) : clamp()
    default: return []
    }
  }

  /// False where a filter hides every neuron: what is not seen is not acted on.
  var isSelectionShown: Bool { !view.listsNeurons || neuronList.order.contains(selectedNeuron) }

  var expiry: Double { now + PendingRequests.patience }

  private mutating func toggle(_ kind: Perturbation.Kind) -> [Effect] {
    guard channelCount > 0 else {
      say("there is no input to perturb", isWarning: true)
      return []
    }
    selectedKind = kind
    let channel = selectedChannel
    let key = PendingRequests.PerturbationKey(kind: kind, channel: channel)
    if perturbation(kind, on: channel) != nil {
      pending.perturbations[key] = .init(value: nil, expiresAt: expiry)
      say("\(kind.rawValue) off \(channelName(channel))")
      return [.send(.removePerturbation(kind: kind, channel: channel))]
    }
    return perturb(kind)
  }

  /// Puts a kind on the selected channel as strong, as often, from when and as long as the person chose.
  mutating func perturb(_ kind: Perturbation.Kind) -> [Effect] {
    let perturbation = Perturbation(
      kind: kind, channel: selectedChannel, magnitude: magnitudes[kind],
      probability: shapes.probability(of: kind), duration: shapes.duration(of: kind),
      start: shapes.start(of: kind))
    let key = PendingRequests.PerturbationKey(kind: kind, channel: selectedChannel)
    pending.perturbations[key] = .init(value: perturbation, expiresAt: expiry)
    say("\(Wording.perturbation(perturbation)) on \(channelName(selectedChannel))")
    return [.send(.perturb(perturbation))]
  }

  private mutating func changeMagnitude(by offset: Int) -> [Effect] {
    guard selectedKind != .hold else {
      say("hold has no magnitude")
      return []
    }
    let active = perturbation(selectedKind, on: selectedChannel)
    if let active {
      magnitudes.set(selectedKind, nearestTo: active.magnitude)
      shapes.set(nearestTo: active)
    }
    magnitudes.change(selectedKind, by: offset)
    guard active != nil else {
      say("\(selectedKind.rawValue): \(Wording.magnitude(magnitudes[selectedKind], of: selectedKind))")
      return []
    }
    return perturb(selectedKind)
  }

  private mutating func selectProbe(_ offset: Int) -> [Effect] {
    guard let probe = frame?.probe, probe.count > 0 else { return [] }
    let current = pending.probe?.value ?? probe.index
    let index = ((current + offset) % probe.count + probe.count) % probe.count
    pending.probe = .init(value: index, expiresAt: expiry)
    say("probe sequence \(index + 1) of \(probe.count)")
    return [.send(.selectProbe(index))]
  }

  private mutating func clear() -> [Effect] {
    for perturbation in activePerturbations {
      let key = PendingRequests.PerturbationKey(kind: perturbation.kind, channel: perturbation.channel)
      pending.perturbations[key] = .init(value: nil, expiresAt: expiry)
    }
    for intervention in activeInterventions {
      pending.interventions[intervention.neuron] = .init(value: nil, expiresAt: expiry)
    }
    say("cleared every perturbation and intervention")
    return [.send(.clear)]
  }

  private mutating func clamp() -> [Effect] {
    if case .clamp = intervention(on: selectedNeuron)?.kind { return intervene(.clamp(0)) }
    // What is on the screen: the state at the time cursor where that is set.
    let value = momentState(ofNeuron: selectedNeuron)
    guard value.isFinite else {
      say("no state to clamp at yet", isWarning: true)
      return []
    }
    return intervene(.clamp(value))
  }

  /// Puts an intervention on the selected neuron, or takes off one of the same kind.
  private mutating func intervene(_ kind: Intervention.Kind) -> [Effect] {
    let neuron = selectedNeuron
    guard neuron < neuronCount else {
      say("there is no neuron to intervene in", isWarning: true)
      return []
    }
    if let active = intervention(on: neuron), active.kind.isClamp == kind.isClamp {
      pending.interventions[neuron] = .init(value: nil, expiresAt: expiry)
      say("\(neuronName(neuron)) is free again")
      return [.send(.removeIntervention(neuron: neuron))]
    }
    let intervention = Intervention(kind: kind, neuron: neuron)
    pending.interventions[neuron] = .init(value: intervention, expiresAt: expiry)
    say("\(neuronName(neuron)) \(Wording.intervention(intervention))")
    return [.send(.intervene(intervention))]
  }
}

extension Intervention.Kind {
  var isClamp: Bool {
    if case .clamp = self { return true }
    return false
  }
}
