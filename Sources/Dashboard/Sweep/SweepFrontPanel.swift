import Screen
import Text

extension PanelKind {
  public static let sweepFront = PanelKind("front", SweepFrontPanel())
}

/// Each trial's figure against what it costs, and the front of those than which none is both better and cheaper (Pareto).
struct SweepFrontPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let cost = state.sweepList.cost
    guard let snapshot = state.sweepList.snapshot, let scale = SweepScale(snapshot) else {
      painter.notice("no trial has ended", in: painter.frame("front"))
      return
    }
    let inside = painter.frame(
      "Pareto front: \(snapshot.goalName) against \(cost.title)", trailing: [TextRun("w", .focus)])
    let front = SweepFront.trials(of: snapshot, cost)
    var all = ChartSeries("", style: Style(.label), points: Self.points(snapshot.trials, cost))
    all.isScattered = true
    var line = ChartSeries("", style: Style(.validation, bold: true), points: Self.points(front, cost))
    line.hasMarks = true
    var selected = ChartSeries(
      "", style: Style(.focus, bold: true),
      points: Self.points(state.sweepList.selected.map { [$0] } ?? [], cost))
    selected.hasMarks = true
    LineChart(
      series: [all, line, selected], yRange: scale.range,
      xUnit: cost == .parameters ? cost.title : "", xTicks: cost == .parameters ? .count : .duration
    ).draw(in: inside, with: &painter)
  }

  /// In the order of their cost.
  private static func points(_ trials: [SweepTrial], _ cost: SweepCost) -> [ChartPoint] {
    trials.compactMap { trial in
      trial.figure.flatMap { figure in cost.value(of: trial).map { ChartPoint(x: $0, y: figure) } }
    }.sorted { $0.x < $1.x }
  }
}
