import Foundation
import Telemetry

/// One JSON line of progress. Numbers that are not finite are null.
package struct ProgressLine: Encodable {
  package var snapshot: ProgressSnapshot
  package var metricName: String
  /// Set on the last line alone.
  package var ending: Ending?

  package init(snapshot: ProgressSnapshot, metricName: String, ending: Ending? = nil) {
    self.snapshot = snapshot
    self.metricName = metricName
    self.ending = ending
  }

  /// What the last line adds.
  package struct Ending {
    package var outcome: Outcome
    package var runPath: String?
    package var modelPath: String?
    /// What answers without a network reach.
    package var naive: NaiveFigures?
    /// Such as `mse`, and whether it is that of normalised targets.
    package var lossName: String
    package var isLossNormalized: Bool?

    package init(outcome: Outcome, description: RunDescription, runPath: String?, modelPath: String?) {
      naive = description.naive
      lossName = description.task.lossName
      isLossNormalized = description.task.isLossNormalized
      self.outcome = outcome
      self.runPath = runPath
      self.modelPath = modelPath
    }
  }

  private enum Key: String, CodingKey {
    case step
    case epoch
    case loss
    case validationLoss = "validation_loss"
    case metric
    case metricValue = "metric_value"
    case elapsed = "elapsed_s"
    case sequencesPerSecond = "sequences_per_s"
    case done
    case state
    case testLoss = "test_loss"
    case testMetricValue = "test_metric_value"
    case run
    case model
    case conditions
    case explanation
    case naive
    case lossName = "loss_name"
    case isLossNormalized = "loss_is_normalised"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(snapshot.step, forKey: .step)
    try container.encode(snapshot.epoch, forKey: .epoch)
    try container.encode(finite(snapshot.loss), forKey: .loss)
    try container.encode(finite(validation?.loss), forKey: .validationLoss)
    try container.encode(metricName, forKey: .metric)
    try container.encode(finite(validation?.metric), forKey: .metricValue)
    try container.encode(rounded(snapshot.elapsed), forKey: .elapsed)
    try container.encode(rounded(snapshot.sequencesPerSecond), forKey: .sequencesPerSecond)
    guard let ending else { return }
    try container.encode(true, forKey: .done)
    try container.encode(ending.outcome.state, forKey: .state)
    try container.encodeIfPresent(ending.outcome.conditions?.map(ConditionLine.init), forKey: .conditions)
    try container.encode(finite(ending.outcome.test?.loss), forKey: .testLoss)
    try container.encode(finite(ending.outcome.test?.metric), forKey: .testMetricValue)
    try container.encodeIfPresent(ending.naive.map(NaiveLine.init), forKey: .naive)
    try container.encode(ending.lossName, forKey: .lossName)
    try container.encodeIfPresent(ending.isLossNormalized, forKey: .isLossNormalized)
    try container.encode(ending.runPath, forKey: .run)
    try container.encode(ending.modelPath, forKey: .model)
    try container.encode(ending.outcome.explanation, forKey: .explanation)
  }

  /// The line as text.
  package var text: String { JSONText.line(self) }

  private var validation: Validation? { ending?.outcome.validation ?? snapshot.validation }

  private func finite(_ value: Double?) -> Double? {
    guard let value, value.isFinite else { return nil }
    return value
  }

  /// Times and speeds to the millisecond: more digits would only be noise.
  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

/// The naive twin of each part as JSON: its name, and its figure in the run's metric.
struct NaiveLine: Encodable {
  struct Figure: Encodable {
    let name: String
    let metricValue: Double

    init(_ figure: NaiveFigure) {
      name = figure.name
      metricValue = figure.value
    }

    private enum CodingKeys: String, CodingKey {
      case name
      case metricValue = "metric_value"
    }
  }

  let validation: Figure?
  let test: Figure?

  init(_ figures: NaiveFigures) {
    validation = figures.validation.map(Figure.init)
    test = figures.test.map(Figure.init)
  }
}
