import Screen
import Telemetry

// Perturbing the inputs, intervening in the network, choosing the probe.
extension DashboardState {
  /// When a request that is made now is forgotten if nothing answers it.
  var expiry: Double { now + PendingRequests.patience }

  /// Switches a kind of perturbation on the selected channel on or off, and selects it.
  mutating func toggle(_ kind: Perturbation.Kind) -> [Effect] {
    guard channelCount > 0 else { return showMessage("there is no input to perturb", isWarning: true) }
    guard description.task.allows(kind, onInput: selectedChannel) else {
      return showMessage(
        "\(channelName(selectedChannel)) is a category by its index: it can be held, not changed by \(kind.rawValue)",
        isWarning: true)
    }
    selectedKind = kind
    guard let active = perturbation(kind, on: selectedChannel) else { return perturb(kind) }
    showMessage("\(kind.rawValue) off \(channelName(selectedChannel))")
    return remove(active)
  }

  /// Puts a kind on the selected channel with the strength, chance, start and duration that the person chose.
  private mutating func perturb(_ kind: Perturbation.Kind) -> [Effect] {
    let perturbation = Perturbation(
      kind: kind, channel: selectedChannel, magnitude: magnitudes[kind],
      probability: shapes.probability(of: kind), duration: shapes.duration(of: kind),
      start: shapes.start(of: kind))
    pending.perturbations[.init(perturbation)] = .init(value: perturbation, expiresAt: expiry)
    showMessage("\(Wording.perturbation(perturbation)) on \(channelName(selectedChannel))")
    return [.send(.perturb(perturbation))]
  }

  private mutating func remove(_ perturbation: Perturbation) -> [Effect] {
    pending.perturbations[.init(perturbation)] = .init(value: nil, expiresAt: expiry)
    return [.send(.removePerturbation(kind: perturbation.kind, channel: perturbation.channel))]
  }

  mutating func changeMagnitude(by offset: Int) -> [Effect] {
    guard selectedKind != .hold else { return showMessage("hold has no magnitude") }
    let isActive = adoptActive()
    magnitudes.change(selectedKind, by: offset)
    guard !isActive else { return perturb(selectedKind) }
    return showMessage(
      "\(selectedKind.rawValue): \(Wording.magnitude(magnitudes[selectedKind], of: selectedKind))")
  }

  mutating func changeProbability(by offset: Int) -> [Effect] {
    reshape { $0.changeProbability(of: $1, by: offset) }
  }

  mutating func changeStart(by offset: Int) -> [Effect] { reshape { $0.changeStart(of: $1, by: offset) } }

  mutating func changeDuration(by offset: Int) -> [Effect] {
    reshape { $0.changeDuration(of: $1, by: offset) }
  }

  private mutating func reshape(
    _ change: (inout PerturbationShapes, Perturbation.Kind) -> Void
  ) -> [Effect] {
    let isActive = adoptActive()
    change(&shapes, selectedKind)
    guard !isActive else { return perturb(selectedKind) }
    let chance = Wording.percent(shapes.probability(of: selectedKind))
    let length = Wording.duration(shapes.duration(of: selectedKind), of: selectedKind)
    let start = Wording.start(shapes.start(of: selectedKind), of: selectedKind)
    return showMessage("\(selectedKind.rawValue): chance \(chance), from \(start), lasts \(length)")
  }

  /// Goes on from the settings of the selected kind on the selected channel, and says whether it is active there.
  private mutating func adoptActive() -> Bool {
    guard let active = perturbation(selectedKind, on: selectedChannel) else { return false }
    magnitudes.set(selectedKind, nearestTo: active.magnitude)
    shapes.set(nearestTo: active)
    return true
  }

  mutating func togglePerturbsTraining() -> [Effect] {
    guard !hasEnded else { return showMessage(Self.endedText) }
    let isWanted = !perturbsTraining
    pending.perturbsTraining = .init(value: isWanted, expiresAt: expiry)
    showMessage(isWanted ? "perturbing the training inputs too" : "perturbing the probe only")
    return [.send(.perturbTraining(isWanted))]
  }

  mutating func selectProbe(by offset: Int) -> [Effect] {
    guard let probe = frame?.probe, probe.count > 0 else { return [] }
    let current = pending.probe?.value ?? probe.index
    let index = ((current + offset) % probe.count + probe.count) % probe.count
    pending.probe = .init(value: index, expiresAt: expiry)
    showMessage("probe sequence \(index + 1) of \(probe.count)")
    return [.send(.selectProbe(index))]
  }

  /// Removes the selected row of the list of active perturbations and interventions.
  mutating func removeSelected() -> [Effect] {
    guard let row = selectedActiveRow else { return showMessage("nothing is active") }
    let item = activeItems[row]
    panels.activeSelection = row
    showMessage("removed \(words(of: item))")
    switch item {
    case .perturbation(let perturbation): return remove(perturbation)
    case .intervention(let intervention): return release(intervention.target)
    }
  }

  mutating func clear() -> [Effect] {
    for perturbation in activePerturbations { _ = remove(perturbation) }
    for intervention in activeInterventions { _ = release(intervention.target) }
    showMessage("cleared every perturbation and intervention")
    return [.send(.clear)]
  }

  mutating func silence() -> [Effect] {
    isSelectionShown ? intervene(.silence(neuron: selectedNeuron)) : refuseHidden()
  }

  mutating func clamp() -> [Effect] {
    guard isSelectionShown else { return refuseHidden() }
    if let active = intervention(onNeuron: selectedNeuron), active.isClamp { return intervene(active) }
    // What is on the screen: the state at the time cursor where that is set.
    let value = momentState(ofNeuron: selectedNeuron)
    guard value.isFinite else { return showMessage("no state to clamp at yet", isWarning: true) }
    return intervene(.clamp(neuron: selectedNeuron, value: value))
  }

  /// False where a filter hides the selected neuron: keys act only on what is seen.
  private var isSelectionShown: Bool {
    !view.view.listsNeurons || neuronList.order.contains(selectedNeuron)
  }

  private mutating func refuseHidden() -> [Effect] {
    showMessage("no neuron matches the filter", isWarning: true)
  }

  /// Cuts the selected synapse, or restores it.
  mutating func cut() -> [Effect] {
    guard showsSynapses else {
      return showMessage("X cuts a synapse in Wiring (4), or of an opened neuron (Enter)", isWarning: true)
    }
    guard let synapse = selectedSynapse else {
      return showMessage("no synapse is selected: a selects one", isWarning: true)
    }
    return intervene(.cut(synapse: synapse))
  }

  /// Puts an intervention on a neuron or synapse, or removes one of the same kind.
  private mutating func intervene(_ intervention: Intervention) -> [Effect] {
    let target = intervention.target
    guard target.exists(in: description.model) else {
      return showMessage("there is no neuron to intervene in", isWarning: true)
    }
    if let active = self.intervention(on: target), active.isClamp == intervention.isClamp {
      showMessage("\(name(of: target)) is \(target.wordWhenReleased) again")
      return release(target)
    }
    pending.interventions[target] = .init(value: intervention, expiresAt: expiry)
    showMessage("\(name(of: target)) \(Wording.intervention(intervention))")
    return [.send(.intervene(intervention))]
  }

  private mutating func release(_ target: Intervention.Target) -> [Effect] {
    pending.interventions[target] = .init(value: nil, expiresAt: expiry)
    return [.send(.removeIntervention(target))]
  }
}

extension Intervention {
  var isClamp: Bool {
    if case .clamp = self { return true }
    return false
  }
}

extension Intervention.Target {
  fileprivate var wordWhenReleased: String {
    switch self {
    case .neuron: "free"
    case .synapse: "whole"
    }
  }
}
