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
