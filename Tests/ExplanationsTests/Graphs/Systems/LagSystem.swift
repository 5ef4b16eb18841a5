import Foundation
import Liquid

/// Channels that move in steps: each is a share of its own last value, what its causes add some rows later, and noise.
struct LagSystem: Sendable {
  /// What a cause adds to its target.
  enum Shape: Sendable {
    case linear
    case tanh
    case square
    /// Times another channel at the same time, which is a cause, too.
    case product(with: Int)
  }

  struct Edge: Sendable {
    let source: Int
    let target: Int
    var lag = 1
    let coefficient: Double
    var shape = Shape.linear
  }

  var family: String
  /// Shares of their own last values.
  var memory: [Double]
  var edges: [Edge]
  /// Standard deviation of what comes anew in each row.
  var noise = 1.0

  private var lags: Int { edges.map(\.lag).max() ?? 1 }

  /// States are the newest rows, the last one first.
  var system: GraphSystem {
    let (channels, lags, model) = (memory.count, lags, self)
    var truth = GraphSystem.noEdges(channels)
    for edge in edges {
      truth[edge.source][edge.target] = true
      if case .product(let other) = edge.shape { truth[other][edge.target] = true }
    }
    return GraphSystem(
      family: family, truth: truth, start: Array(repeating: 0.1, count: channels * lags),
      advance: { state, generator, hold in
        var next = (0..<channels).map { channel in
          model.memory[channel] * state[channel] + model.noise * generator.normal()
        }
        for edge in model.edges { next[edge.target] += edge.part(of: state, channels: channels) }
        if let hold { next[hold.channel] = hold.value }
        state = next + state.dropLast(channels)
      },
      set: { state, hold in state[hold.channel] = hold.value },
      observe: { Array($0.prefix(channels)) })
  }
}

extension LagSystem.Edge {
  fileprivate func part(of state: [Double], channels: Int) -> Double {
    let row = (lag - 1) * channels
    let value = state[row + source]
    return switch shape {
    case .linear: coefficient * value
    case .tanh: coefficient * Foundation.tanh(2 * value)
    case .square: coefficient * value * value
    case .product(let other): coefficient * value * state[row + other]
    }
  }
}

extension LagSystem {
  /// A coefficient of either sign.
  static func coefficient(_ generator: inout SeededGenerator, _ lower: Double, _ upper: Double) -> Double {
    (generator.uniform() < 0.5 ? -1 : 1) * generator.uniform(lower, upper)
  }

  private static func memory(_ generator: inout SeededGenerator, _ channels: Int) -> [Double] {
    (0..<channels).map { _ in generator.uniform(0.2, 0.6) }
  }

  /// Random linear causes, at most two a channel, with lags of one to three rows. Cycles are so weak that it stays
  /// bounded.
  static func vectorAutoregression(channels: Int, seed: UInt64) -> GraphSystem {
    var generator = SeededGenerator(seed: seed)
    var edges: [Edge] = []
    for target in 0..<channels {
      var others = (0..<channels).filter { $0 != target }
      others.shuffle(using: &generator)
      for source in others.prefix(generator.integer(below: 3)) {
        edges.append(
          Edge(
            source: source, target: target, lag: 1 + generator.integer(below: 3),
            coefficient: coefficient(&generator, 0.2, 0.4)))
      }
    }
    let memory = (0..<channels).map { _ in generator.uniform(0.1, 0.3) }
    return LagSystem(family: "var", memory: memory, edges: edges).system
  }

  /// Each channel moves the next one.
  static func chain(channels: Int, seed: UInt64) -> GraphSystem {
    var generator = SeededGenerator(seed: seed)
    let edges = (1..<channels).map { target in
      Edge(
        source: target - 1, target: target, lag: 1 + generator.integer(below: 2),
        coefficient: coefficient(&generator, 0.5, 0.8), shape: target.isMultiple(of: 2) ? .tanh : .linear)
    }
    return LagSystem(family: "chain", memory: memory(&generator, channels), edges: edges).system
  }

  /// One channel moves two others at different lags, which do not move one another; a fourth one is moved by one of
  /// them.
  static func confounder(seed: UInt64) -> GraphSystem {
    var generator = SeededGenerator(seed: seed)
    let bend: Shape = generator.uniform() < 0.5 ? .linear : .tanh
    let edges = [
      Edge(source: 0, target: 1, lag: 1, coefficient: coefficient(&generator, 0.6, 1), shape: bend),
      Edge(source: 0, target: 2, lag: 2, coefficient: coefficient(&generator, 0.6, 1), shape: bend),
      Edge(source: 2, target: 3, lag: 1, coefficient: coefficient(&generator, 0.4, 0.7)),
    ]
    return LagSystem(family: "confounder", memory: memory(&generator, 4), edges: edges).system
  }

  /// One channel moves all others, at lags of their own.
  static func driver(channels: Int, seed: UInt64) -> GraphSystem {
    var generator = SeededGenerator(seed: seed)
    let edges = (1..<channels).map { target in
      Edge(
        source: 0, target: target, lag: 1 + generator.integer(below: 3),
        coefficient: coefficient(&generator, 0.4, 0.9), shape: target.isMultiple(of: 2) ? .tanh : .linear)
    }
    return LagSystem(family: "driver", memory: memory(&generator, channels), edges: edges).system
  }

  /// Squares, products and bends without cycles: much of it is invisible to a linear test.
  static func nonlinear(channels: Int, seed: UInt64) -> GraphSystem {
    var generator = SeededGenerator(seed: seed)
    var order = Array(0..<channels)
    order.shuffle(using: &generator)
    var edges: [Edge] = []
    for place in 1..<channels {
      let (source, target) = (order[generator.integer(below: place)], order[place])
      let shape: Shape
      switch generator.integer(below: 3) {
      case 0: shape = .tanh
      case 1: shape = .square
      default:
        let others = order[..<place].filter { $0 != source }
        shape = others.isEmpty ? .square : .product(with: others[generator.integer(below: others.count)])
      }
      let isTanh = if case .tanh = shape { true } else { false }
      edges.append(
        Edge(
          source: source, target: target, lag: 1 + generator.integer(below: 2),
          coefficient: isTanh ? coefficient(&generator, 0.6, 1) : coefficient(&generator, 0.3, 0.5),
          shape: shape))
    }
    return LagSystem(family: "nonlinear", memory: memory(&generator, channels), edges: edges).system
  }
}
