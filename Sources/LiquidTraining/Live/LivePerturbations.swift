import Liquid
import Telemetry

/// What a person does to the inputs of a stream while they come.
///
/// A perturbation acts from the moment it is switched on; where its duration is a share of a sequence, it is one of the
/// window on the screen.
struct LivePerturbations {
  /// What is active, and how far it has come.
  private(set) var active: [Active] = []
  private let window: Int
  private let seed: UInt64

  struct Active: Sendable, Codable {
    let perturbation: Perturbation
    var run: PerturbationRun
  }

  /// - Parameter active: those of a stream that is gone on with.
  init(window: Int, seed: UInt64, active: [Active] = []) {
    self.window = window
    self.seed = seed
    self.active = active
  }

  /// Takes what is active from now on; those that were before go on.
  mutating func set(_ perturbations: [Perturbation]) {
    active = perturbations.map { perturbation in
      if let same = active.first(where: { $0.perturbation == perturbation }) { return same }
      return Active(perturbation: perturbation, run: run(perturbation))
    }
  }

  private func run(_ perturbation: Perturbation) -> PerturbationRun {
    var now = perturbation
    // There is no sequence to be some way into: it starts with the next row.
    now.start = 0
    let lastsForEver = perturbation.duration == nil && perturbation.kind != .pulse
    return PerturbationRun(now, steps: lastsForEver ? .max / 2 : window, seed: seed)
  }

  /// Changes a row's channels, in deviations.
  mutating func apply(to channels: inout [Float]) {
    for index in active.indices {
      let channel = active[index].perturbation.channel
      guard channels.indices.contains(channel) else { continue }
      channels[channel] = active[index].run.next(channels[channel])
    }
  }
}
