import Telemetry

extension DashboardState {
  /// The perturbations in force, those just asked for counted in, by channel and kind.
  public var activePerturbations: [Perturbation] {
    var active = frame?.perturbations ?? []
    for (key, pending) in pending.perturbations {
      active.removeAll { $0.kind == key.kind && $0.channel == key.channel }
      if let value = pending.value { active.append(value) }
    }
    let kinds = Perturbation.Kind.allCases
    return active.sorted { a, b in
      if a.channel != b.channel { return a.channel < b.channel }
      return (kinds.firstIndex(of: a.kind) ?? 0) < (kinds.firstIndex(of: b.kind) ?? 0)
    }
  }

  /// The interventions in force, those just asked for counted in, by neuron.
  public var activeInterventions: [Intervention] {
    var active = frame?.interventions ?? []
    for (neuron, pending) in pending.interventions {
      active.removeAll { $0.neuron == neuron }
      if let value = pending.value { active.append(value) }
    }
    return active.sorted { $0.neuron < $1.neuron }
  }

  func perturbation(_ kind: Perturbation.Kind, on channel: Int) -> Perturbation? {
    if let pending = pending.perturbations[.init(kind: kind, channel: channel)] { return pending.value }
    return frame?.perturbations.first { $0.kind == kind && $0.channel == channel }
  }

  func intervention(on neuron: Int) -> Intervention? {
    if let pending = pending.interventions[neuron] { return pending.value }
    return frame?.interventions.first { $0.neuron == neuron }
  }

  func isPerturbed(channel: Int) -> Bool { activePerturbations.contains { $0.channel == channel } }

  /// Whether training, or a replay, stands still.
  var isPaused: Bool {
    if let pending = pending.isPaused { return pending.value }
    if mode == .replay, let playback { return !playback.isPlaying }
    return frame?.isPaused ?? false
  }

  /// Whether the run is over; a replay never is.
  public var hasEnded: Bool {
    guard mode != .replay else { return false }
    if outcome != nil { return true }
    switch frame?.state {
    case .done, .stopped, .diverged: return true
    default: return false
    }
  }
}
