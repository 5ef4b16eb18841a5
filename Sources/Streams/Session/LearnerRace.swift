import Foundation
import Liquid

/// Learners that run side by side on the same rows after an alarm, until it is known which of them copes best.
///
/// The first one goes on as it was. The others start where it stands with fresh moments, two of them with larger steps
/// for a while. The one with the smallest error answers, and goes on alone at the end. A false alarm, or steps so large
/// that they ruin a network, cost time but hardly any accuracy.
struct LearnerRace {
  private(set) var runners: [OnlineLearner]
  /// The mean error of each over the newest rows.
  private var errors: [Double]
  /// Which of them answers.
  private(set) var leader = 0
  /// Rows that were learnt from.
  private var rows = 0

  /// By how much the first step of each is larger than usual.
  private static let boosts = [1.0, 1, 3, 6]
  /// In so many rows, what the steps are larger by falls to a third.
  private static let boostRows = 100.0
  private static let length = 2000
  /// The errors of so many rows are compared.
  private static let comparedRows = 60.0
  /// Before so many rows, no other one takes over.
  private static let leastRows = 20
  /// Another one takes over where its error is below this share of the leader's, not at each small difference.
  private static let advantage = 0.95

  /// - Parameter copy: makes a learner that stands where another one stands.
  init(_ learner: OnlineLearner, copy: (OnlineLearner) throws -> OnlineLearner) rethrows {
    runners = [learner]
    for _ in Self.boosts.dropFirst() {
      let rival = try copy(learner)
      rival.resetOptimizer()
      runners.append(rival)
    }
    errors = Array(repeating: 0, count: runners.count)
  }

  var best: OnlineLearner { runners[leader] }
  var isOver: Bool { rows >= Self.length }

  /// Learns from a row with each of them.
  ///
  /// - Parameter learn: makes one learner's step at so many times the usual rate, and gives its loss.
  /// - Returns: the loss of the one that answered.
  mutating func learn(_ learn: (OnlineLearner, _ boost: Double) throws -> Float) rethrows -> Float {
    let left = exp(-Double(rows) / Self.boostRows)
    rows += 1
    let share = 1 / min(Double(rows), Self.comparedRows)
    var answered = Float.nan
    for (index, runner) in runners.enumerated() {
      let loss = try learn(runner, 1 + (Self.boosts[index] - 1) * left)
      if index == leader { answered = loss }
      // The root, so that a single outlier decides nothing.
      // What has no loss that can be compared is out of the race. So is a rate that ruins it.
      let isComparable = loss.isFinite && errors[index].isFinite
      errors[index] =
        isComparable ? errors[index] + share * (Double(loss).squareRoot() - errors[index]) : .infinity
    }
    let smallest = errors.indices.min { errors[$0] < errors[$1] } ?? leader
    if rows >= Self.leastRows, errors[smallest] < Self.advantage * errors[leader] { leader = smallest }
    return answered
  }
}

extension LearnerRace {
  /// Everything that changes from row to row.
  struct State: Sendable, Codable {
    var runners: [OnlineLearner.State]
    var errors: [Double]
    var leader: Int
    var rows: Int
  }

  var state: State {
    State(runners: runners.map(\.state), errors: errors, leader: leader, rows: rows)
  }

  /// Goes on from the state of such a race.
  ///
  /// - Throws: where it is not one.
  mutating func restore(_ state: State) throws {
    guard state.runners.count == runners.count, state.errors.count == runners.count,
      runners.indices.contains(state.leader)
    else { throw NetworkError.states(count: state.runners.count, expected: runners.count) }
    for (runner, saved) in zip(runners, state.runners) { try runner.restore(saved) }
    (errors, leader, rows) = (state.errors, state.leader, state.rows)
  }
}
