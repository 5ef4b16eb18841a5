import Liquid
import Telemetry

extension Perturbation {
  /// How many samples a pulse lasts.
  package static func pulseLength(steps: Int) -> Int { max(1, steps / 16) }

  /// Changes one channel of a normalised sequence.
  ///
  /// The random kinds draw from a generator of their own seeded by what they are, so that the same perturbation
  /// gives the same sequence at every frame and only the network's answer changes.
  ///
  /// - Parameter inputs: `[steps, width]`, in standard deviations of the channels.
  package func apply(to inputs: inout [Float], steps: Int, width: Int, seed: UInt64) {
    apply(to: &inputs, from: 0, steps: steps, width: width, seed: seed)
  }

  /// The same for a sequence that begins at element `start` of `inputs`.
  package func apply(to inputs: inout [Float], from start: Int, steps: Int, width: Int, seed: UInt64) {
    guard (0..<width).contains(channel), steps > 0 else { return }
    let magnitude = Float(magnitude)
    let stream = seed &+ UInt64(channel) &* 0x9E37_79B9 &+ kind.salt
    var generator = SeededGenerator(seed: stream)
    let first = start + channel
    let range = range(steps: steps)
    guard !range.isEmpty else { return }
    // What came before the first sample that may be lost.
    var received = inputs[first + max(0, range.lowerBound - 1) * width]
    let held = inputs[first + range.lowerBound * width]
    var chance = SeededGenerator(seed: ~stream)
    for step in range {
      let index = first + step * width
      let value = inputs[index]
      let changed: Float
      switch kind {
      case .noise: changed = value + magnitude * Float(generator.normal())
      case .pulse, .offset: changed = value + magnitude
      case .hold: changed = held
      case .drop:
        let isLost = generator.uniform() < Double(magnitude)
        if !isLost { received = value }
        changed = received
      case .scale: changed = value * (1 + magnitude)
      }
      // A stream of its own: another probability does not change what happens to the samples it leaves in.
      if probability >= 1 || chance.uniform() < probability {
        inputs[index] = changed
      } else if kind == .drop {
        received = value
      }
    }
  }

  /// The steps that may be changed.
  package func range(steps: Int) -> Range<Int> {
    let start = firstStep(of: steps)
    guard let duration, duration.isFinite else {
      return start..<(kind == .pulse ? min(steps, start + Self.pulseLength(steps: steps)) : steps)
    }
    let length = max(1, Int((min(max(duration, 0), 1) * Double(steps)).rounded()))
    return start..<min(steps, start + length)
  }

  private func firstStep(of steps: Int) -> Int {
    var first = Int(kind.ownStart * Double(steps))
    if let start, start.isFinite {
      first = min(max(0, steps - 1), Int((min(max(start, 0), 1) * Double(steps)).rounded()))
    }
    // The first sample always arrives: there is nothing yet that could stand in for it.
    return kind == .drop ? min(max(1, first), steps) : first
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
