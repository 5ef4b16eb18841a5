/// How a run of a sweep ended.
package struct SweepResult: Sendable, Hashable, Codable {
  package enum State: String, Sendable, Hashable, Codable {
    case done
    /// Its loss became infinite or NaN.
    case diverged
    /// It could not be trained: its options do not go together, or its process died again and again.
    case failed
  }

  package let key: String
  package let state: State
  /// Over the validation part, at the best epoch; nil where it is no finite number, as the others.
  package var loss: Double?
  package var metric: Double?
  /// Over the test part, which chooses nothing; nil where there is none.
  package var testLoss: Double?
  package var testMetric: Double?
  package var epoch: Int?
  package var parameters: Int?
  package var synapses: Int?
  /// Of training.
  package var seconds: Double?
  /// To which budget of successive halving it was trained, counted from 1; nil where there are none.
  package var rung: Int?
  /// Whether its trial may go on from there.
  package var isInterim: Bool?
  /// Why it failed or diverged.
  package var reason: String?

  package init(key: String, state: State, reason: String? = nil) {
    (self.key, self.state, self.reason) = (key, state, reason)
  }

  package func figure(_ goal: SweepGoal) -> Double? { goal == .loss ? loss : metric }
}
