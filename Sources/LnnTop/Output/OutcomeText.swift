import Foundation
import LiquidData
import RunStore
import Telemetry
import Text

/// The result of a run in a few lines for people.
package struct OutcomeText {
  private let description: RunDescription
  private let outcome: Outcome

  package init(description: RunDescription, outcome: Outcome) {
    self.description = description
    self.outcome = outcome
  }

  package var text: String {
    let model = description.model
    var lines = [
      "\(outcome.state.rawValue) after \(outcome.steps) steps in \(NumberText.preciseDuration(outcome.elapsed))"
        + " (\(description.name), \(model.cell) \(model.wiring), \(model.neurons.count) neurons,"
        + " \(model.parameterCount) parameters)"
    ]
    // The model that is kept is the one that was best on the validation part.
    let naive = description.naive
    if let validation = outcome.validation {
      lines.append(line("validation", validation, naive?.validation) + "  (best)")
    }
    if let test = outcome.test {
      lines.append(line("test", test, naive?.test))
    } else if outcome.state == .stopped, naive?.test != nil {
      lines.append(
        "test        not made: it takes too long for a run that is stopped; 'lnn-top eval' makes it")
    }
    if let verdict { lines.append("verdict     \(verdict)") }
    lines += (outcome.conditions ?? []).map { line(ConditionText.name($0), $0.result) }
    return lines.joined(separator: "\n")
  }

  /// Nil where the network is better than its naive twin, or there is none.
  private var verdict: String? {
    let (part, result, naive) =
      outcome.test == nil
      ? ("validation", outcome.validation, description.naive?.validation)
      : ("test", outcome.test, description.naive?.test)
    guard let result, let naive, let objection = naive.objection(to: result.metric) else { return nil }
    return "the network \(objection) over the \(part) part: \(description.task.metricName)"
      + " \(NumberText.significant(result.metric)) against \(NumberText.significant(naive.value))"
  }

  private func line(_ name: String, _ validation: Validation, _ naive: NaiveFigure? = nil) -> String {
    let task = description.task
    // A loss may be called as the metric is, but is in the network's units.
    let loss =
      task.lossName == task.metricName
      ? task.lossTitle.replacing(task.lossName, with: "loss") : task.lossTitle
    return name.padding(toLength: max(12, name.count + 2), withPad: " ", startingAt: 0)
      + "\(loss) \(NumberText.significant(validation.loss))"
      + "  \(task.metricName) \(NumberText.significant(validation.metric))"
      + (naive.map { "  \($0.text)" } ?? "")
  }
}

/// The naive twin of a run in a cell of a table.
enum NaiveText {
  /// That of the part that the run is judged by, and whether the run loses to it: `persistence 0.0312`, `loses to
  /// persistence 0.0312`, `-` in runs of older versions.
  static func cell(of summary: RunSummary) -> String {
    let (metric, naive) =
      summary.testMetric == nil
      ? (summary.metric, summary.naive?.validation) : (summary.testMetric, summary.naive?.test)
    guard let naive else { return "-" }
    return switch metric.map(naive.verdict) {
    case .wins: "loses to \(naive.text)"
    case .equalled: "no better than \(naive.text)"
    case .beaten, nil: naive.text
    }
  }
}

/// Test conditions and their results in words.
package enum ConditionText {
  /// `drop 0.1`, `horizon 2`.
  package static func name(_ condition: ConditionResult) -> String {
    "\(condition.kind) \(NumberText.shortest(condition.level))"
  }

  /// `accuracy 0.913  loss 0.2431`
  static func figures(_ condition: ConditionResult, metricName: String?) -> String {
    "\(metricName ?? "metric") \(NumberText.significant(condition.result.metric))"
      + "  loss \(NumberText.significant(condition.result.loss))"
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
