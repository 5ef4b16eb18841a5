import Liquid
import Telemetry
import Text

/// Applies a perturbation to a sequence whose values arrive one after the other.
struct PerturbationRun: Sendable, Codable {
  private let perturbation: Perturbation
  private let range: Range<Int>
  private let magnitude: Float
  private var generator: SeededGenerator
  /// A random stream of its own, so that another probability does not change the noise of values that are still changed.
  private var chance: SeededGenerator
  private var step = 0
  private var held: Float?
  /// The last value that was not lost.
  private var received: Float?

  /// - Parameter steps: the length of the sequence, of which start and duration are fractions.
  init(_ perturbation: Perturbation, steps: Int, seed: UInt64) {
    self.perturbation = perturbation
    range = perturbation.range(steps: steps)
    magnitude = Float(perturbation.magnitude)
    let stream = seed &+ UInt64(perturbation.channel) &* 0x9E37_79B9 &+ perturbation.kind.salt
    generator = SeededGenerator(seed: stream)
    chance = SeededGenerator(seed: ~stream)
  }

  /// The perturbed value for the channel's next value, both in standard deviations.
  mutating func next(_ value: Float) -> Float {
    defer { step += 1 }
    guard range.contains(step) else {
      received = value
      return value
    }
    let changed = changed(value)
    if perturbation.probability >= 1 || chance.uniform() < perturbation.probability { return changed }
    if perturbation.kind == .holdLast { received = value }
    return value
  }

  private mutating func changed(_ value: Float) -> Float {
    switch perturbation.kind {
    case .noise: return value + magnitude * Float(generator.normal())
    case .pulse, .offset: return value + magnitude
    case .hold:
      held = held ?? value
      return held ?? value
    case .holdLast:
      let isLost = generator.uniform() < Double(magnitude)
      if !isLost { received = value }
      return received ?? value
    case .scale: return value * (1 + magnitude)
    }
  }
}

extension Perturbation {
  /// How many time steps a pulse lasts.
  package static func pulseLength(steps: Int) -> Int { max(1, steps / 16) }

  /// Changes one channel of a normalised sequence.
  ///
  /// Random kinds draw from generators seeded by their kind and channel, so that the same perturbation gives the same
  /// sequence in every frame and only the network's answer changes.
  ///
  /// - Parameter inputs: `[steps, width]`, in standard deviations of the channels.
  package func apply(to inputs: inout [Float], steps: Int, width: Int, seed: UInt64) {
    apply(to: &inputs, from: 0, steps: steps, width: width, seed: seed)
  }

  /// The same for a sequence that begins at element `start` of `inputs`.
  package func apply(to inputs: inout [Float], from start: Int, steps: Int, width: Int, seed: UInt64) {
    guard (0..<width).contains(channel), steps > 0 else { return }
    var run = PerturbationRun(self, steps: steps, seed: seed)
    for index in stride(from: start + channel, to: start + steps * width, by: width) {
      inputs[index] = run.next(inputs[index])
    }
  }

  /// The steps that may be changed.
  package func range(steps: Int) -> Range<Int> {
    let start = firstStep(of: steps)
    guard let duration, duration.isFinite else {
      return start..<(kind == .pulse ? min(steps, start + Self.pulseLength(steps: steps)) : steps)
    }
    let length = max(1, Int(saturating: (min(max(duration, 0), 1) * Double(steps)).rounded()))
    return start..<min(steps, start + length)
  }

  private func firstStep(of steps: Int) -> Int {
    var first = Int(saturating: kind.ownStart * Double(steps))
    if let start, start.isFinite {
      first = min(max(0, steps - 1), Int(saturating: (min(max(start, 0), 1) * Double(steps)).rounded()))
    }
    // The first value always arrives: there is none before it to repeat.
    return kind == .holdLast ? min(max(1, first), steps) : first
  }
}

extension Perturbation.Kind {
  /// Makes the random streams of the kinds differ.
  fileprivate var salt: UInt64 {
    switch self {
    case .noise: 1
    case .pulse: 2
    case .hold: 3
    case .holdLast: 4
    case .scale: 5
    case .offset: 6
    }
  }
}
