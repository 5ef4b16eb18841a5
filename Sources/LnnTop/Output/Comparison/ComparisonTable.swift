import Screen
import Telemetry

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
    if hasTest { table.columns.append(.init("TEST", alignsRight: true)) }
    table.columns += ["NEURONS", "SYNAPSES", "PARAMETERS", "TIME"].map { .init($0, alignsRight: true) }
    table.rows = runs.enumerated().map { row($1, ComparisonChart.letter($0), hasTest: hasTest) }
    return table.text
  }

  private func row(_ run: ComparedRun, _ letter: String, hasTest: Bool) -> [String] {
    let summary = run.summary
    let metric = summary.metric.map { "\(summary.metricName) \(ProgressText.number($0))" }
    var fields = [
      letter, run.name, summary.state.rawValue, "\(summary.steps)", number(run.finalLoss),
      number(summary.bestValidationLoss), run.bestStep.map { "\($0)" } ?? "-", metric ?? "-",
    ]
    if hasTest { fields.append(number(run.outcome?.test?.loss)) }
    let model = run.description.model
    return fields + [
      "\(model.neurons.count)", "\(model.synapses.count)", "\(model.parameterCount)",
      summary.duration.map(ProgressText.duration) ?? "-",
    ]
  }

  private func number(_ value: Double?) -> String { value.map(ProgressText.number) ?? "-" }
}
