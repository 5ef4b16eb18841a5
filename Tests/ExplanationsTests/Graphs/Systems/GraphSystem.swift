import Explanations
import Liquid

/// A system whose causes are known: it can be simulated, and simulated again with one channel held.
struct GraphSystem: Sendable {
  /// A channel that is held at a value, whatever would move it.
  typealias Hold = (channel: Int, value: Double)

  /// Such as `lorenz-96`.
  let family: String
  /// `[source][target]`; the diagonal does not count.
  let truth: [[Bool]]
  /// The state at the start; what is in it is up to the system.
  let start: [Double]
  /// Makes the state that of the next row.
  let advance: @Sendable (_ state: inout [Double], _ noise: inout SeededGenerator, _ hold: Hold?) -> Void
  /// Sets a channel of a state.
  let set: @Sendable (_ state: inout [Double], _ hold: Hold) -> Void
  /// The channels that a state shows.
  let observe: @Sendable (_ state: [Double]) -> [Double]

  var channels: Int { truth.count }

  /// Rows that are left out, so that the start is forgotten.
  private static let warmUp = 200

  /// `[row][channel]`, and the state behind each row.
  func simulate(rows: Int, seed: UInt64) -> (rows: [[Double]], states: [[Double]]) {
    var (state, noise) = (start, SeededGenerator(seed: seed))
    for _ in 0..<Self.warmUp { advance(&state, &noise, nil) }
    var states: [[Double]] = []
    for _ in 0..<rows {
      advance(&state, &noise, nil)
      states.append(state)
    }
    return (states.map(observe), states)
  }

  /// The mean course of the channels after a state in which one channel is set to a value and held there, `[step][channel]`.
  ///
  /// - Parameter draws: courses of the noise that the mean is of.
  func outcome(from state: [Double], hold: Hold, steps: Int, draws: Int, seed: UInt64) -> [[Double]] {
    var noise = SeededGenerator(seed: seed)
    var means = [[Double]](repeating: Array(repeating: 0, count: channels), count: steps)
    for _ in 0..<draws {
      var state = state
      set(&state, hold)
      for step in 0..<steps {
        advance(&state, &noise, hold)
        for (channel, value) in observe(state).enumerated() { means[step][channel] += value / Double(draws) }
      }
    }
    return means
  }
}

extension GraphSystem {
  /// A matrix without edges.
  static func noEdges(_ channels: Int) -> [[Bool]] {
    Array(repeating: Array(repeating: false, count: channels), count: channels)
  }
}
