import Screen
import Text

/// The numbers of a sweep for the status line.
enum SweepNumbers {
  static func fields(_ list: SweepList) -> [StatusField] {
    guard let snapshot = list.snapshot else { return [best(list)] }
    var fields = [
      best(list), StatusField("runs", "\(snapshot.ended)/\(snapshot.runs)", priority: 1),
      StatusField("running", "\(snapshot.running)", priority: 2),
    ]
    if let failures = list.digest?.failures, failures > 0 {
      fields.append(
        StatusField("failed", "\(failures)", style: Style(.error, bold: true), priority: 2))
    }
    guard let best = list.digest?.best else { return fields }
    fields.append(StatusField("trial", "\(best.number)", style: Style(.validation), priority: 3))
    for (axis, word) in zip(snapshot.axes, best.words) {
      guard let word else { continue }
      fields.append(StatusField(axis.name, word, style: Style(.bright), priority: 4))
    }
    if let parameters = best.parameters {
      fields.append(StatusField("parameters", NumberText.grouped(parameters), priority: 5))
    }
    fields.append(StatusField("", snapshot.folder, style: Style(.label), priority: 6))
    return fields
  }

  /// What the best trial has reached: the last to be left out.
  static func best(_ list: SweepList) -> StatusField {
    let figure = list.digest?.best?.figure.map(NumberText.short) ?? "-"
    let name = list.snapshot.map { "best \($0.goalName)" } ?? "best"
    return StatusField(name, figure, style: Style(.validation, bold: true), priority: 0)
  }
}

extension DashboardState {
  /// Whether a sweep is shown of which nothing is left to be made.
  var hasSweepEnded: Bool {
    mode == .sweep && sweepList.snapshot.map { $0.ended >= $0.runs } ?? false
  }
}
