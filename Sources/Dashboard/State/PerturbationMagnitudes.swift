import Telemetry

/// How strong each kind of perturbation is, chosen from a ladder of round values.
public struct PerturbationMagnitudes: Sendable, Hashable {
  private var rungs: [Perturbation.Kind: Int] = [:]

  /// Every kind at a magnitude that shows and does not overwhelm.
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

  /// Takes over a magnitude that is in force, so that `+` goes on from there.
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
