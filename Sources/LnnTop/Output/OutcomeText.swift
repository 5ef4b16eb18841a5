import Foundation
import Telemetry

/// What a run came to, in a few lines for people.
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
      "\(outcome.state.rawValue) after \(outcome.steps) steps in \(ProgressText.duration(outcome.elapsed))"
        + " (\(description.name), \(model.cell) \(model.wiring), \(model.neurons.count) neurons,"
        + " \(model.parameterCount) parameters)"
    ]
    // The model that is kept is the one that was best on the validation part.
    if let validation = outcome.validation { lines.append(line("validation", validation) + "  (best)") }
    if let test = outcome.test { lines.append(line("test", test)) }
    lines += (outcome.conditions ?? []).map { line(ConditionText.name($0), $0.result) }
    return lines.joined(separator: "\n")
  }

  private func line(_ name: String, _ validation: Validation) -> String {
    let task = description.task
    // A loss may be called as the metric is, but is in the network's units.
    let loss = task.lossName == task.metricName ? "loss" : task.lossName
    return name.padding(toLength: max(12, name.count + 2), withPad: " ", startingAt: 0)
      + "\(loss) \(ProgressText.number(validation.loss))"
      + "  \(task.metricName) \(ProgressText.number(validation.metric))"
  }
}
