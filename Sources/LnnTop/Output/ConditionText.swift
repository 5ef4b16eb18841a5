import LiquidData
import Telemetry

/// Test conditions and their results in words.
package enum ConditionText {
  /// `drop 0.1`, `horizon 2`.
  package static func name(_ condition: ConditionResult) -> String {
    "\(condition.kind) \(NumberText.shortest(condition.level))"
  }

  /// `accuracy 0.913  loss 0.2431`
  static func figures(_ condition: ConditionResult, metricName: String?) -> String {
    "\(metricName ?? "metric") \(ProgressText.number(condition.result.metric))"
      + "  loss \(ProgressText.number(condition.result.loss))"
  }

  /// What the levels of a kind are, such as `probability that a step is missing`.
  package static func meaning(_ kind: String) -> String {
    switch TestCondition.Kind(rawValue: kind) {
    case .drop: "the probability that a step is missing"
    case .jitter: "how early or late steps are, in gaps between them"
    case .noise: "the noise on inputs, in their standard deviations"
    case .horizon: "how many times as long windows are; steps beyond the first window count"
    case nil: "the level"
    }
  }
}
