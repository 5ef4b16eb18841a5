import RunStore
import Screen
import Telemetry
import Text

/// The results of several runs side by side, one row a run.
package struct ComparisonTable {
  private let runs: [ComparedRun]

  package init(runs: [ComparedRun]) {
    self.runs = runs
  }

  package var text: String {
    let hasTest = runs.contains { $0.outcome?.test != nil }
    var table = TextTable(columns: [
      .init(""), .init("RUN"), .init("STATE"), .init("STEPS", alignsRight: true),
      .init("LOSS", alignsRight: true), .init("BEST VALIDATION", alignsRight: true),
      .init("AT STEP", alignsRight: true), .init("METRIC", alignsRight: true),
    ])
    if hasTest {
      table.columns += [.init("TEST LOSS", alignsRight: true), .init("TEST METRIC", alignsRight: true)]
    }
    let hasNaive = runs.contains { $0.description.naive != nil }
    if hasNaive { table.columns.append(.init("NAIVE")) }
    table.columns += ["NEURONS", "SYNAPSES", "PARAMETERS", "TIME"].map { .init($0, alignsRight: true) }
    table.rows = runs.enumerated().map { row($1, ComparisonChart.letter($0), hasTest, hasNaive) }
    return table.text
  }

  private func row(
    _ run: ComparedRun, _ letter: String, _ hasTest: Bool, _ hasNaive: Bool
  ) -> [String] {
    let summary = run.summary
    let metric = summary.metric.map { "\(summary.metricName) \(NumberText.significant($0))" }
    var fields = [
      letter, run.name, summary.state.rawValue, "\(summary.steps)", number(run.finalLoss),
      number(summary.bestValidationLoss), run.bestStep.map { "\($0)" } ?? "-", metric ?? "-",
    ]
    if hasTest { fields += [number(run.outcome?.test?.loss), number(run.outcome?.test?.metric)] }
    if hasNaive { fields.append(NaiveText.cell(of: summary)) }
    let model = run.description.model
    return fields + [
      "\(model.neurons.count)", "\(model.synapses.count)", "\(model.parameterCount)",
      summary.duration.map(NumberText.preciseDuration) ?? "-",
    ]
  }

  private func number(_ value: Double?) -> String { value.map { NumberText.significant($0) } ?? "-" }
}

/// Results of several runs under test conditions, one row a run; nil text where none was tested so.
package struct ConditionsTable {
  private let runs: [ComparedRun]

  package init(runs: [ComparedRun]) {
    self.runs = runs
  }

  package var text: String? {
    var names: [String] = []
    for condition in runs.flatMap({ $0.outcome?.conditions ?? [] }) {
      let name = ConditionText.name(condition)
      if !names.contains(name) { names.append(name) }
    }
    guard !names.isEmpty else { return nil }
    var table = TextTable(
      columns: [.init(""), .init("RUN"), .init("METRIC"), .init("TEST", alignsRight: true)]
        + names.map { .init($0.uppercased(), alignsRight: true) })
    table.rows = runs.enumerated().map { index, run in
      let results = run.outcome?.conditions ?? []
      return [
        ComparisonChart.letter(index), run.name, run.description.task.metricName,
        number(run.outcome?.test?.metric),
      ] + names.map { name in number(results.first { ConditionText.name($0) == name }?.result.metric) }
    }
    return table.text
  }

  private func number(_ value: Double?) -> String { value.map { NumberText.significant($0) } ?? "-" }
}

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
  let lossName: String
  let naive: NaiveLine?
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
    lossName = summary.lossName
    naive = run.description.naive.map(NaiveLine.init)
    conditions = run.outcome?.conditions?.map(ConditionLine.init)
    neurons = model.neurons.count
    synapses = model.synapses.count
    parameters = model.parameterCount
    duration = summary.duration
    self.differences = differences.sorted { $0.key < $1.key }.map { Option(name: $0.key, value: $0.value) }
  }
}
