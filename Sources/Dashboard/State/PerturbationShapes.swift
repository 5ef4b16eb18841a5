import Telemetry

/// How often, from when and how long each kind of perturbation acts, chosen from ladders of round values.
public struct PerturbationShapes: Sendable, Hashable {
  private var probabilityRungs: [Perturbation.Kind: Int] = [:]
  private var durationRungs: [Perturbation.Kind: Int] = [:]
  private var startRungs: [Perturbation.Kind: Int] = [:]

  /// Every sample, from where the kind begins and for as long as it lasts by itself.
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

  /// Takes over what is in force, so that the keys go on from there.
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
