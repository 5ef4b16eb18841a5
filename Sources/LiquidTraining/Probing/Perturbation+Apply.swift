import Liquid
import Telemetry

extension Perturbation {
  /// Where in a sequence a pulse or a hold begins.
  package static func onset(steps: Int) -> Int { steps / 4 }

  /// How many samples a pulse lasts.
  package static func pulseLength(steps: Int) -> Int { max(1, steps / 16) }

  /// Changes one channel of a normalised sequence.
  ///
  /// The random kinds draw from a generator of their own seeded by what they are, so that the same perturbation
  /// gives the same sequence at every frame and only the network's answer changes.
  ///
  /// - Parameter inputs: `[steps, width]`, in standard deviations of the channels.
  package func apply(to inputs: inout [Float], steps: Int, width: Int, seed: UInt64) {
    guard (0..<width).contains(channel), steps > 0 else { return }
    let magnitude = Float(magnitude)
    var generator = SeededGenerator(seed: seed &+ UInt64(channel) &* 0x9E37_79B9 &+ kind.salt)
    let onset = Self.onset(steps: steps)
    switch kind {
    case .noise:
      change(&inputs, steps: 0..<steps, width) { $0 + magnitude * Float(generator.normal()) }
    case .pulse:
      let end = min(steps, onset + Self.pulseLength(steps: steps))
      change(&inputs, steps: onset..<end, width) { $0 + magnitude }
    case .hold:
      let held = inputs[onset * width + channel]
      change(&inputs, steps: onset..<steps, width) { _ in held }
    case .drop:
      // The first sample always arrives: there is nothing yet that could stand in for it.
      var received = inputs[channel]
      change(&inputs, steps: 1..<max(1, steps), width) { value in
        if generator.uniform() >= Double(magnitude) { received = value }
        return received
      }
    case .scale:
      change(&inputs, steps: 0..<steps, width) { $0 * (1 + magnitude) }
    case .offset:
      change(&inputs, steps: 0..<steps, width) { $0 + magnitude }
    }
  }

  private func change(
    _ inputs: inout [Float], steps: Range<Int>, _ width: Int, _ body: (Float) -> Float
  ) {
    for step in steps {
      inputs[step * width + channel] = body(inputs[step * width + channel])
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
