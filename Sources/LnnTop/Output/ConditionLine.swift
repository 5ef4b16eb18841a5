import Telemetry

/// A result under a test condition as JSON; numbers that are not finite are missing.
struct ConditionLine: Encodable {
  let kind: String
  let level: Double
  let loss: Double?
  let metricValue: Double?

  init(_ condition: ConditionResult) {
    kind = condition.kind
    level = condition.level
    loss = condition.result.loss.isFinite ? condition.result.loss : nil
    metricValue = condition.result.metric.isFinite ? condition.result.metric : nil
  }

  private enum CodingKeys: String, CodingKey {
    case kind
    case level
    case loss
    case metricValue = "metric_value"
  }
}
