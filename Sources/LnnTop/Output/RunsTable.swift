import Foundation
import RunStore

/// Recorded runs as a table for people, the newest first.
package struct RunsTable {
  private let summaries: [RunSummary]

  package init(summaries: [RunSummary]) {
    self.summaries = summaries
  }

  package var text: String {
    var table = TextTable(columns: [
      .init("RUN"), .init("STARTED"), .init("STATE"), .init("TASK"), .init("MODEL"),
      .init("STEPS", alignsRight: true), .init("BEST LOSS", alignsRight: true),
      .init("METRIC", alignsRight: true), .init("TIME", alignsRight: true),
    ])
    table.rows = summaries.map(row)
    if summaries.contains(where: { !$0.tags.isEmpty }) {
      table.columns.append(.init("TAGS"))
      for (index, summary) in summaries.enumerated() {
        table.rows[index].append(summary.tags.joined(separator: " "))
      }
    }
    return table.text
  }

  private func row(_ summary: RunSummary) -> [String] {
    let name = URL(fileURLWithPath: summary.path).lastPathComponent
    guard summary.state != .unreadable else {
      return [name, started(summary), "unreadable", summary.problem ?? "", "", "", "", "", ""]
    }
    let metric = summary.metric.map { "\(summary.metricName) \(ProgressText.number($0))" }
    return [
      name, started(summary), summary.state.rawValue + (summary.problem == nil ? "" : ", damaged"),
      summary.task, summary.model, "\(summary.steps)",
      (summary.bestValidationLoss ?? summary.lastLoss).map(ProgressText.number) ?? "-", metric ?? "-",
      summary.duration.map(ProgressText.duration) ?? "-",
    ]
  }

  private func started(_ summary: RunSummary) -> String {
    guard summary.startedAt > .distantPast else { return "-" }
    return summary.startedAt.formatted(
      .verbatim(
        "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
        timeZone: .current, calendar: Calendar(identifier: .gregorian)))
  }
}
