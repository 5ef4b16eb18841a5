import Screen
import Text

extension PanelKind {
  public static let sweepFront = PanelKind("front", SweepFrontPanel())
}

/// Each trial's figure against what it costs, and the front of those than which none is both better and cheaper (Pareto).
struct SweepFrontPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let (list, cost) = (state.sweepList, state.sweepList.cost)
    guard let (snapshot, digest, scale) = state.sweepList.charted else {
      painter.notice(list.notice, in: painter.frame("front"))
      return
    }
    let inside = painter.frame(
      "Pareto front (*): \(snapshot.goalName) against \(cost.title)", trailing: [TextRun("w", .focus)])
    let (points, front) = digest.points(over: cost)
    var all = ChartSeries("", style: Style(.label), points: points)
    all.isScattered = true
    var line = ChartSeries("", style: Style(.validation, bold: true), points: front)
    line.hasMarks = true
    var selected = ChartSeries(
      "", style: Style(.focus, bold: true),
      points: SweepDigest.points(list.selected.map { [$0] } ?? [], cost))
    selected.hasMarks = true
    LineChart(
      series: [all, line, selected], yRange: scale.range,
      xUnit: cost == .parameters ? cost.title : "", xTicks: cost == .parameters ? .count : .duration
    ).draw(in: inside, with: &painter)
  }
}
