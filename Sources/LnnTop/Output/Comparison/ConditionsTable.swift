import Telemetry

/// What several runs came to under test conditions, one row a run; nil text where none was tested so.
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

  private func number(_ value: Double?) -> String { value.map(ProgressText.number) ?? "-" }
}
