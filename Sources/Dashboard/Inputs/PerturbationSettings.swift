import Telemetry

extension Perturbation.Kind {
  /// The key that switches the kind on the selected channel on and off.
  var key: Character {
    switch self {
    case .noise: "n"
    case .pulse: "i"
    case .hold: "h"
    case .holdLast: "d"
    case .scale: "s"
    case .offset: "o"
    }
  }

  /// What help says of the key.
  var keyHelp: String {
    switch self {
    case .noise: "noise on the selected channel, on and off"
    case .pulse: "impulse: a short pulse"
    case .hold: "hold at its value"
    case .holdLast: "hold-last: values are lost"
    case .scale: "scale"
    case .offset: "offset"
    }
  }
}

/// How strong each kind of perturbation is, chosen from a ladder of round values.
public struct PerturbationMagnitudes: Sendable, Hashable {
  private var rungs: [Perturbation.Kind: Int] = [:]

  /// Every kind at a magnitude whose effect is visible without drowning the signal.
  public init() {}

  /// In standard deviations of the channel, or as `Perturbation.Kind` says.
  public subscript(kind: Perturbation.Kind) -> Double {
    let ladder = Self.ladder(of: kind)
    return ladder[rungs[kind] ?? Self.defaultRung(of: kind)]
  }

  /// One rung up (+1) or down (-1); stays at the ends.
  mutating func change(_ kind: Perturbation.Kind, by offset: Int) {
    let ladder = Self.ladder(of: kind)
    let rung = (rungs[kind] ?? Self.defaultRung(of: kind)) + offset
    rungs[kind] = min(max(0, rung), ladder.count - 1)
  }

  /// Adopts the magnitude of an active perturbation, so that `+` goes on from there.
  mutating func set(_ kind: Perturbation.Kind, nearestTo magnitude: Double) {
    let ladder = Self.ladder(of: kind)
    rungs[kind] = ladder.indices.min { abs(ladder[$0] - magnitude) < abs(ladder[$1] - magnitude) }
  }

  static func ladder(of kind: Perturbation.Kind) -> [Double] {
    switch kind {
    case .noise: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10]
    case .pulse: [-10, -5, -3, -2, -1, -0.5, 0.5, 1, 2, 3, 5, 10, 20]
    case .hold: [1]
    case .holdLast: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]
    case .scale: [-2, -1, -0.75, -0.5, -0.25, -0.1, 0.1, 0.25, 0.5, 1, 2, 4]
    case .offset: [-5, -3, -2, -1.5, -1, -0.5, -0.25, 0.25, 0.5, 1, 1.5, 2, 3, 5]
    }
  }

  private static func defaultRung(of kind: Perturbation.Kind) -> Int {
    let value: Double =
      switch kind {
      case .noise: 0.5
      case .pulse: 3
      case .hold: 1
      case .holdLast: 0.3
      case .scale: 0.5
      case .offset: 1
      }
    return ladder(of: kind).firstIndex(of: value) ?? 0
  }
}

/// How often, from when and how long each kind of perturbation acts, chosen from ladders of round values.
public struct PerturbationShapes: Sendable, Hashable {
  private var probabilityRungs: [Perturbation.Kind: Int] = [:]
  private var durationRungs: [Perturbation.Kind: Int] = [:]
  private var startRungs: [Perturbation.Kind: Int] = [:]

  /// Every sample, with each kind's own start and duration.
  public init() {}

  public func probability(of kind: Perturbation.Kind) -> Double {
    Self.probabilities[probabilityRungs[kind] ?? Self.probabilities.count - 1]
  }

  /// A fraction of the sequence; nil is the kind's own.
  public func duration(of kind: Perturbation.Kind) -> Double? {
    Self.durations[durationRungs[kind] ?? Self.durations.count - 1]
  }

  /// A fraction of the sequence; nil is the kind's own.
  public func start(of kind: Perturbation.Kind) -> Double? {
    Self.starts(of: kind)[startRungs[kind] ?? Self.ownStart(of: kind)]
  }

  mutating func changeStart(of kind: Perturbation.Kind, by offset: Int) {
    let rung = (startRungs[kind] ?? Self.ownStart(of: kind)) + offset
    startRungs[kind] = min(max(0, rung), Self.starts(of: kind).count - 1)
  }

  mutating func changeProbability(of kind: Perturbation.Kind, by offset: Int) {
    let rung = (probabilityRungs[kind] ?? Self.probabilities.count - 1) + offset
    probabilityRungs[kind] = min(max(0, rung), Self.probabilities.count - 1)
  }

  mutating func changeDuration(of kind: Perturbation.Kind, by offset: Int) {
    let rung = (durationRungs[kind] ?? Self.durations.count - 1) + offset
    durationRungs[kind] = min(max(0, rung), Self.durations.count - 1)
  }

  /// Adopts the settings of an active perturbation, so that the keys go on from there.
  mutating func set(nearestTo perturbation: Perturbation) {
    let wanted = perturbation.probability
    probabilityRungs[perturbation.kind] = Self.probabilities.indices.min {
      abs(Self.probabilities[$0] - wanted) < abs(Self.probabilities[$1] - wanted)
    }
    let starts = Self.starts(of: perturbation.kind)
    let own = Self.ownStart(of: perturbation.kind)
    startRungs[perturbation.kind] =
      perturbation.start.flatMap { start in
        starts.indices.filter { $0 != own }.min {
          abs((starts[$0] ?? 0) - start) < abs((starts[$1] ?? 0) - start)
        }
      } ?? own
    let last = Self.durations.count - 1
    durationRungs[perturbation.kind] =
      perturbation.duration.flatMap { duration in
        (0..<last).min {
          abs((Self.durations[$0] ?? 0) - duration) < abs((Self.durations[$1] ?? 0) - duration)
        }
      } ?? last
  }

  static let probabilities: [Double] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1]

  /// The kind's own, nil, stands where it belongs among the others.
  static func starts(of kind: Perturbation.Kind) -> [Double?] {
    let later: [Double?] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    return ownStart(of: kind) > 0 ? [0, 0.1, 0.2, nil] + later : [nil, 0.1, 0.2] + later
  }

  private static func ownStart(of kind: Perturbation.Kind) -> Int { kind.ownStart > 0 ? 3 : 0 }

  /// The last one is the kind's own.
  static let durations: [Double?] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, nil]
}
