import Telemetry
import Text

/// What the network that was kept reaches, beside answers that need no network.
enum ResultsSection {
  static func entry(_ run: ReportedRun) -> ReportEntry {
    guard let outcome = run.outcome else {
      return HTMLNode.entry("results", "Results", [.paragraph(["The run has no result yet."])])
    }
    let (task, naive) = (run.description.task, run.description.naive)
    let parts = [
      ("validation", outcome.validation, naive?.validation), ("test", outcome.test, naive?.test),
    ]
    var table = ReportTable(
      "The network that was kept",
      columns: [
        .init("part"), .init(lossTitle(task), alignsRight: true), .init(task.metricName, alignsRight: true),
        .init("best without a network"), .init("verdict"),
      ])
    for (part, result, naive) in parts {
      guard let result else { continue }
      let verdict = naive.map {
        ResultVerdict(part: part, metric: task.metricName, value: result.metric, naive: $0).words($0)
      }
      table.rows.append([
        .text(part), .text(NumberText.significant(result.loss)), .text(NumberText.significant(result.metric)),
        .text(naive?.text ?? "not recorded"), .text(verdict ?? ""),
      ])
    }
    guard !table.rows.isEmpty else {
      return HTMLNode.entry(
        "results", "Results", [.paragraph(["No part of the data was left to judge the network by."])])
    }
    var children = [table.node]
    if outcome.test == nil, naive?.test != nil {
      children.append(
        .note(["The test part was not run, as training was stopped: 'lnn-top eval' makes up for it."]))
    }
    if let note = task.unitNote { children.append(.note([.text("Units: \(note).")])) }
    children += (outcome.figures ?? []).enumerated().flatMap { ReliabilityChart($1, number: $0).nodes }
    children += conditions(outcome.conditions ?? [], task)
    return HTMLNode.entry("results", "Results", children)
  }

  /// A loss may be called as the metric is, but is in the network's units.
  private static func lossTitle(_ task: TaskSummary) -> String {
    task.lossName == task.metricName ? task.lossTitle.replacing(task.lossName, with: "loss") : task.lossTitle
  }

  private static func conditions(_ conditions: [ConditionResult], _ task: TaskSummary) -> [HTMLNode] {
    guard !conditions.isEmpty else { return [] }
    var table = ReportTable(
      "The test part made harder",
      columns: [
        .init("condition"), .init("what the level is"), .init("loss", alignsRight: true),
        .init(task.metricName, alignsRight: true),
      ])
    table.rows = conditions.map { condition in
      [
        .text(ConditionText.name(condition)), .text(ConditionText.meaning(condition.kind)),
        .text(NumberText.significant(condition.result.loss)),
        .text(NumberText.significant(condition.result.metric)),
      ]
    }
    return [table.node]
  }
}
