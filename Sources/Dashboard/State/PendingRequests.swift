import Telemetry

/// What the person asked for and no frame shows yet.
///
/// Keys act on what the person expects to be so, not on a frame made before the last key; otherwise a key pressed
/// twice quickly would switch something on twice instead of on and off. A request that nothing answers lapses.
struct PendingRequests: Sendable {
  struct Pending<Value: Sendable>: Sendable {
    var value: Value
    var expiresAt: Double
  }

  struct PerturbationKey: Sendable, Hashable {
    var kind: Perturbation.Kind
    var channel: Int
  }

  /// Seconds after which an unanswered request is forgotten.
  static let patience = 2.0

  var isPaused: Pending<Bool>?
  var probe: Pending<Int>?
  var seek: Pending<Double>?
  var perturbsTraining: Pending<Bool>?
  /// nil as a value: to be removed.
  var perturbations: [PerturbationKey: Pending<Perturbation?>] = [:]
  var interventions: [Int: Pending<Intervention?>] = [:]

  /// Forgets what has waited too long.
  mutating func expire(now: Double) {
    if let pending = isPaused, pending.expiresAt <= now { isPaused = nil }
    if let pending = probe, pending.expiresAt <= now { probe = nil }
    if let pending = seek, pending.expiresAt <= now { seek = nil }
    if let pending = perturbsTraining, pending.expiresAt <= now { perturbsTraining = nil }
    perturbations = perturbations.filter { $0.value.expiresAt > now }
    interventions = interventions.filter { $0.value.expiresAt > now }
  }

  /// Forgets what a frame shows to be done.
  mutating func settle(with frame: Frame) {
    if isPaused?.value == frame.isPaused { isPaused = nil }
    if probe?.value == frame.probe.index { probe = nil }
    if perturbsTraining?.value == frame.perturbsTraining { perturbsTraining = nil }
    perturbations = perturbations.filter { key, pending in
      frame.perturbations.first { $0.kind == key.kind && $0.channel == key.channel } != pending.value
    }
    interventions = interventions.filter { neuron, pending in
      frame.interventions.first { $0.neuron == neuron } != pending.value
    }
  }
}

extension Frame {
  /// True where training waits for the person.
  var isPaused: Bool { state == .paused || state == .stepped }
}
