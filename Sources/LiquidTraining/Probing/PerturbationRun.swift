import Liquid
import Telemetry

/// A perturbation on its way through a sequence whose samples come one after the other.
struct PerturbationRun {
  private let perturbation: Perturbation
  private let range: Range<Int>
  private let magnitude: Float
  private var generator: SeededGenerator
  /// A stream of its own: another probability does not change what happens to the samples it leaves in.
  private var chance: SeededGenerator
  private var step = 0
  private var held: Float?
  /// The last sample that was not lost.
  private var received: Float?

  /// - Parameter steps: how long the sequence can become: beginning and duration are fractions of it.
  init(_ perturbation: Perturbation, steps: Int, seed: UInt64) {
    self.perturbation = perturbation
    range = perturbation.range(steps: steps)
    magnitude = Float(perturbation.magnitude)
    let stream = seed &+ UInt64(perturbation.channel) &* 0x9E37_79B9 &+ perturbation.kind.salt
    generator = SeededGenerator(seed: stream)
    chance = SeededGenerator(seed: ~stream)
  }

  /// What the next sample of the channel, in standard deviations, becomes.
  mutating func next(_ value: Float) -> Float {
    defer { step += 1 }
    guard range.contains(step) else {
      received = value
      return value
    }
    let changed = changed(value)
    if perturbation.probability >= 1 || chance.uniform() < perturbation.probability { return changed }
    if perturbation.kind == .drop { received = value }
    return value
  }

  private mutating func changed(_ value: Float) -> Float {
    switch perturbation.kind {
    case .noise: return value + magnitude * Float(generator.normal())
    case .pulse, .offset: return value + magnitude
    case .hold:
      held = held ?? value
      return held ?? value
    case .drop:
      let isLost = generator.uniform() < Double(magnitude)
      if !isLost { received = value }
      return received ?? value
    case .scale: return value * (1 + magnitude)
    }
  }
}

extension Perturbation.Kind {
  /// Tells the kinds' random streams apart.
  fileprivate var salt: UInt64 {
    switch self {
    case .noise: 1
    case .pulse: 2
    case .hold: 3
    case .drop: 4
    case .scale: 5
    case .offset: 6
    }
  }
}
