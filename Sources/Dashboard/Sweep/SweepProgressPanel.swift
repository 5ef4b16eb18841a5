import Screen
import Text

extension PanelKind {
  public static let sweepProgress = PanelKind("best so far", SweepProgressPanel())
}

/// The figures of all trials in their order, and the best so far.
struct SweepProgressPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let (snapshot, digest, scale) = state.sweepList.charted else {
      painter.notice(state.sweepList.notice, in: painter.frame("best so far"))
      return
    }
    let inside = painter.frame("best so far: \(snapshot.goalName)", trailing: scale.remark)
    var all = ChartSeries("", style: Style(.label), points: digest.figures)
    all.isScattered = true
    var line = ChartSeries("", style: Style(.validation, bold: true), points: digest.bestSoFar)
    line.endLabels = digest.bestSoFar.suffix(1).map {
      ChartEndLabel(value: $0.y, text: NumberText.short($0.y))
    }
    let last = max(2, snapshot.trials.last?.number ?? 1)
    LineChart(
      series: [all, line], yRange: scale.range, xRange: 1...Double(last), xUnit: "trial", xTicks: .count
    ).draw(in: inside, with: &painter)
  }
}
