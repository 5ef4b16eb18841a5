import Liquid

/// Channels that flow in continuous time, with noise, and are read at regular times.
struct FlowSystem: Sendable {
  let family: String
  let truth: [[Bool]]
  let start: [Double]
  /// The time between two rows, and how many steps are made in it.
  let interval: Double
  var subSteps = 8
  /// Of the noise in a unit of time; none where it is 0.
  let noise: [Double]
  /// States of a channel's own: the channel, then its speed.
  let hasSpeed: Bool
  let slope: @Sendable (_ state: [Double]) -> [Double]

  /// States are the channels, then their speeds.
  var system: GraphSystem {
    let model = self
    let channels = truth.count
    let set: @Sendable (inout [Double], GraphSystem.Hold) -> Void = { state, hold in
      state[hold.channel] = hold.value
      if model.hasSpeed { state[channels + hold.channel] = 0 }
    }
    return GraphSystem(
      family: family, truth: truth, start: start,
      advance: { state, generator, hold in
        for _ in 0..<model.subSteps {
          model.step(&state)
          let root = (model.interval / Double(model.subSteps)).squareRoot()
          for index in state.indices where model.noise[index] > 0 {
            state[index] += model.noise[index] * root * generator.normal()
          }
          if let hold { set(&state, hold) }
        }
      },
      set: set, observe: { Array($0.prefix(channels)) })
  }

  /// A step of the classical Runge-Kutta method.
  private func step(_ state: inout [Double]) {
    let time = interval / Double(subSteps)
    func moved(_ slope: [Double], _ share: Double) -> [Double] {
      zip(state, slope).map { $0 + share * time * $1 }
    }
    let first = slope(state)
    let second = slope(moved(first, 0.5))
    let third = slope(moved(second, 0.5))
    let fourth = slope(moved(third, 1))
    for index in state.indices {
      state[index] += time / 6 * (first[index] + 2 * second[index] + 2 * third[index] + fourth[index])
    }
  }
}

extension FlowSystem {
  /// Lorenz's system of 1996: dx_j/dt = (x_(j+1) - x_(j-2)) x_(j-1) - x_j + force, in a ring.
  static func lorenz96(channels: Int, force: Double, seed: UInt64) -> GraphSystem {
    var generator = SeededGenerator(seed: seed)
    var truth = GraphSystem.noEdges(channels)
    for target in 0..<channels {
      for source in [target + 1, target + channels - 1, target + channels - 2] {
        truth[source % channels][target] = true
      }
    }
    return FlowSystem(
      family: "lorenz-96", truth: truth, start: (0..<channels).map { _ in force + generator.normal() },
      interval: 0.05, noise: Array(repeating: 0.5, count: channels), hasSpeed: false,
      slope: { x in
        x.indices.map { j in
          let (next, last) = (x[(j + 1) % channels], x[(j + channels - 1) % channels])
          return (next - x[(j + channels - 2) % channels]) * last - x[j] + force
        }
      }
    ).system
  }

  /// Oscillators that pull one another, not always both ways; their places are seen and their speeds are not.
  ///
  /// - Parameter bend: 0 for springs with friction; above, van der Pol's oscillators, which swing by themselves.
  static func oscillators(channels: Int, bend: Double, seed: UInt64) -> GraphSystem {
    var generator = SeededGenerator(seed: seed)
    var truth = GraphSystem.noEdges(channels)
    var pull = [[Double]](repeating: Array(repeating: 0, count: channels), count: channels)
    for target in 0..<channels {
      var others = (0..<channels).filter { $0 != target }
      others.shuffle(using: &generator)
      for source in others.prefix(1 + generator.integer(below: 2)) {
        truth[source][target] = true
        pull[source][target] = generator.uniform(0.5, 1)
      }
    }
    let stiffness = (0..<channels).map { _ in generator.uniform(0.8, 2.5) }
    return FlowSystem(
      family: bend > 0 ? "van-der-pol" : "springs", truth: truth,
      start: (0..<2 * channels).map { _ in generator.normal() }, interval: bend > 0 ? 0.2 : 0.4,
      noise: Array(repeating: 0, count: channels) + Array(repeating: bend > 0 ? 0.5 : 0.3, count: channels),
      hasSpeed: true,
      slope: { [pull] state in
        var slope = [Double](state[channels...])
        for target in 0..<channels {
          let (place, speed) = (state[target], state[channels + target])
          let friction = bend > 0 ? bend * (1 - place * place) : -0.4
          var force = friction * speed - stiffness[target] * place
          for source in 0..<channels { force += pull[source][target] * (state[source] - place) }
          slope.append(force)
        }
        return slope
      }
    ).system
  }
}
