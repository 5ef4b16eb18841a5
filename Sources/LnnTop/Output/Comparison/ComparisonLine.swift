import RunStore
import Telemetry

/// A run of a comparison as JSON: numbers are missing where there is none.
package struct ComparisonLine: Encodable {
  let name: String
  let path: String
  let task: String
  let state: RunSummary.State
  let problem: String?
  let steps: Int
  let finalLoss: Double?
  let bestValidationLoss: Double?
  let bestStep: Int?
  let metricName: String
  /// Where the validation loss was best.
  let metric: Double?
  let test: Validation?
  /// The same under conditions that make the test harder.
  let conditions: [ConditionLine]?
  let neurons: Int
  let synapses: Int
  let parameters: Int
  /// Seconds.
  let duration: Double?
  /// The options in which the runs differ, by their long names.
  let differences: [Option]

  /// As a list: names of options are data, which JSON keys would be rewritten.
  struct Option: Encodable {
    let name: String
    let value: String
  }

  package init(_ run: ComparedRun, differences: [String: String]) {
    let (summary, model) = (run.summary, run.description.model)
    name = run.name
    path = run.path
    task = run.description.task.name
    state = summary.state
    problem = run.problem
    steps = summary.steps
    finalLoss = run.finalLoss
    bestValidationLoss = summary.bestValidationLoss
    bestStep = run.bestStep
    metricName = summary.metricName
    metric = summary.metric
    test = run.outcome?.test
    conditions = run.outcome?.conditions?.map(ConditionLine.init)
    neurons = model.neurons.count
    synapses = model.synapses.count
    parameters = model.parameterCount
    duration = summary.duration
    self.differences = differences.sorted { $0.key < $1.key }.map { Option(name: $0.key, value: $0.value) }
  }
}
