import Screen
import Text

extension PanelKind {
  public static let sweepProgress = PanelKind("best so far", SweepProgressPanel())
}

/// The figures of all trials in their order, and the best so far.
struct SweepProgressPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let snapshot = state.sweepList.snapshot, let scale = SweepScale(snapshot) else {
      painter.notice("no trial has ended", in: painter.frame("best so far"))
      return
    }
    let inside = painter.frame("best so far: \(snapshot.goalName)", trailing: scale.remark)
    Self.chart(snapshot, scale).draw(in: inside, with: &painter)
  }

  static func chart(_ snapshot: SweepSnapshot, _ scale: SweepScale) -> LineChart {
    var (points, best): ([ChartPoint], [ChartPoint]) = ([], [])
    for trial in snapshot.trials {
      guard let figure = trial.figure else { continue }
      points.append(ChartPoint(x: Double(trial.number), y: figure))
      if let last = best.last?.y {
        // A step: what was best stays so until the next is.
        best.append(ChartPoint(x: Double(trial.number), y: last))
        guard snapshot.isBetter(figure, than: last) else { continue }
      }
      best.append(ChartPoint(x: Double(trial.number), y: figure))
    }
    var all = ChartSeries("", style: Style(.label), points: points)
    all.isScattered = true
    var line = ChartSeries("", style: Style(.validation, bold: true), points: best)
    if let last = best.last?.y { line.endLabels = [ChartEndLabel(value: last, text: NumberText.short(last))] }
    let last = max(2, snapshot.trials.last?.number ?? 1)
    return LineChart(
      series: [all, line], yRange: scale.range, xRange: 1...Double(last), xUnit: "trial", xTicks: .count)
  }
}

/// The figures that charts of a sweep show: without the worst, which would press the others together.
struct SweepScale: Sendable, Hashable {
  let range: ClosedRange<Double>
  /// Figures that are worse than the range.
  let beyond: Int

  /// Nil where no trial has a figure.
  init?(_ snapshot: SweepSnapshot) {
    let figures = snapshot.trials.compactMap(\.figure).sorted { snapshot.isBetter($0, than: $1) }
    guard let best = figures.first, let worst = figures.last else { return nil }
    let middle = figures[figures.count / 2]
    // As far beyond the median as that is from the best, four times.
    let limit = middle + 4 * (middle - best)
    let end = snapshot.isBetter(limit, than: worst) && limit != best ? limit : worst
    let margin = (end - best).magnitude * 0.05
    let (low, high) = (Swift.min(best, end), Swift.max(best, end))
    range = low == high ? (low - 0.5)...(high + 0.5) : (low - margin)...(high + margin)
    beyond = figures.count { snapshot.isBetter(end, than: $0) }
  }

  var remark: [TextRun] {
    beyond == 0 ? [] : [TextRun("\(beyond) worse than the chart shows", .label)]
  }
}
