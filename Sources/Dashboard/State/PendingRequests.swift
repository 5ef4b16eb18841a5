import Telemetry

/// What the person asked for and no frame shows yet.
///
/// Keys act on what the person expects to be so, not on a frame made before the last key; otherwise a key pressed
/// twice quickly would switch something on twice instead of on and off. A request that nothing answers is forgotten.
struct PendingRequests: Sendable {
  struct Pending<Value: Sendable>: Sendable {
    var value: Value
    var expiresAt: Double
  }

  struct PerturbationKey: Sendable, Hashable {
    var kind: Perturbation.Kind
    var channel: Int

    init(kind: Perturbation.Kind, channel: Int) {
      self.kind = kind
      self.channel = channel
    }

    init(_ perturbation: Perturbation) { self.init(kind: perturbation.kind, channel: perturbation.channel) }
  }

  /// Seconds after which an unanswered request is forgotten.
  static let patience = 2.0

  var isPaused: Pending<Bool>?
  var probe: Pending<Int>?
  var seek: Pending<Double>?
  var perturbsTraining: Pending<Bool>?
  var isLearning: Pending<Bool>?
  /// nil as a value: to be removed.
  var perturbations: [PerturbationKey: Pending<Perturbation?>] = [:]
  var interventions: [Intervention.Target: Pending<Intervention?>] = [:]

  /// Forgets requests that have waited too long.
  mutating func expire(now: Double) {
    if let pending = isPaused, pending.expiresAt <= now { isPaused = nil }
    if let pending = probe, pending.expiresAt <= now { probe = nil }
    if let pending = seek, pending.expiresAt <= now { seek = nil }
    if let pending = perturbsTraining, pending.expiresAt <= now { perturbsTraining = nil }
    if let pending = isLearning, pending.expiresAt <= now { isLearning = nil }
    perturbations = perturbations.filter { $0.value.expiresAt > now }
    interventions = interventions.filter { $0.value.expiresAt > now }
  }

  /// Forgets requests that a frame shows to be fulfilled.
  mutating func settle(with frame: Frame) {
    if isPaused?.value == frame.isPaused { isPaused = nil }
    if probe?.value == frame.probe.index { probe = nil }
    if perturbsTraining?.value == frame.perturbsTraining { perturbsTraining = nil }
    if isLearning?.value == frame.stream?.isLearning { isLearning = nil }
    perturbations = perturbations.filter { key, pending in
      frame.perturbations.first { $0.kind == key.kind && $0.channel == key.channel } != pending.value
    }
    interventions = interventions.filter { target, pending in
      frame.interventions.first { $0.target == target } != pending.value
    }
  }
}

extension Intervention.Target {
  /// Where it stands in lists: neurons before synapses.
  fileprivate var place: (Int, Int) {
    switch self {
    case .neuron(let neuron): (0, neuron)
    case .synapse(let synapse): (1, synapse)
    }
  }
}

extension Frame {
  /// True where training waits for the person.
  var isPaused: Bool { state == .paused || state == .stepped }
}

// What is in force: what the newest frame shows, with the requests it does not show yet.
extension DashboardState {
  /// The active perturbations, those just asked for included, by channel and kind.
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

  /// The active interventions, those just asked for included: by neuron, then by synapse.
  public var activeInterventions: [Intervention] {
    var active = frame?.interventions ?? []
    for (target, pending) in pending.interventions {
      active.removeAll { $0.target == target }
      if let value = pending.value { active.append(value) }
    }
    return active.sorted { $0.target.place < $1.target.place }
  }

  func perturbation(_ kind: Perturbation.Kind, on channel: Int) -> Perturbation? {
    if let pending = pending.perturbations[.init(kind: kind, channel: channel)] { return pending.value }
    return frame?.perturbations.first { $0.kind == kind && $0.channel == channel }
  }

  func intervention(on target: Intervention.Target) -> Intervention? {
    if let pending = pending.interventions[target] { return pending.value }
    return frame?.interventions.first { $0.target == target }
  }

  func intervention(onNeuron neuron: Int) -> Intervention? { intervention(on: .neuron(neuron)) }

  /// The synapses that are cut.
  var cutSynapses: Set<Int> {
    Set(
      activeInterventions.compactMap { intervention in
        if case .synapse(let synapse) = intervention.target { synapse } else { nil }
      })
  }

  func isPerturbed(channel: Int) -> Bool { activePerturbations.contains { $0.channel == channel } }

  /// Whether the perturbations reach the training inputs, a switch just asked for included.
  public var perturbsTraining: Bool {
    pending.perturbsTraining?.value ?? frame?.perturbsTraining ?? false
  }

  /// Whether training, or a replay, is paused.
  var isPaused: Bool {
    if let pending = pending.isPaused { return pending.value }
    if mode == .replay, let playback { return !playback.isPlaying }
    return frame?.isPaused ?? false
  }

  /// Whether the run ended as planned, or because its patience was used up.
  var isDone: Bool { hasEnded && (outcome?.state ?? frame?.state) == .done }

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
