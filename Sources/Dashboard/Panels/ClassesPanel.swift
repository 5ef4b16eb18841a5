import Screen
import Telemetry

/// A classifier's probe: the probability of the right class over time, and the leading classes at the end,
/// or at the time cursor.
enum ClassesPanel {
  static func draw(_ state: DashboardState, _ probe: Probe, in rect: Rect, on grid: inout Grid) {
    let scores = ClassScores(nominal: probe.nominal, classCount: classCount(state))
    let chart = chart(state, probe, scores)
    let title = title(state, probe, scores)
    _ = Panel(title, trailing: chart.legend(glyphs: state.glyphs), focus: state.focus(of: .outputs))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let places = places(scores, probe, in: rect)
    chart.draw(in: places.chart, on: &grid, glyphs: state.glyphs)
    if let place = places.ranking { drawRanking(state, probe, scores, in: place, on: &grid) }
  }

  private static func places(
    _ scores: ClassScores, _ probe: Probe, in rect: Rect
  ) -> (chart: Rect, ranking: Rect?) {
    let inside = Panel.inside(rect)
    let rows = min(5, scores.ranking(in: probe.nominal, at: nil).count)
    guard inside.rows >= rows + 5 else { return (inside, nil) }
    let parts = inside.split(.vertical, [.weight(1), .fixed(rows)])
    return (parts[0], parts[1])
  }

  static func chartPlace(_ state: DashboardState, _ probe: Probe, in rect: Rect) -> Rect {
    places(ClassScores(nominal: probe.nominal, classCount: classCount(state)), probe, in: rect).chart
  }

  static func chart(_ state: DashboardState, _ probe: Probe) -> LineChart {
    chart(state, probe, ClassScores(nominal: probe.nominal, classCount: classCount(state)))
  }

  private static func classCount(_ state: DashboardState) -> Int { state.description.task.outputNames.count }

  private static func chart(_ state: DashboardState, _ probe: Probe, _ scores: ClassScores) -> LineChart {
    let x = ProbeChart.x(probe.nominal)
    let rival = ChartSeries(
      "other", style: Style(.stale), stroke: .dashed, x: x, y: scores.rival(in: probe.nominal))
    let right = ProbeChart.series(
      "target", nominal: scores.target(in: probe.nominal),
      perturbed: probe.perturbed.map(scores.target), x: x)
    return LineChart(
      series: right + [rival], yRange: 0...1, xUnit: ProbeChart.xUnit(state), cursor: state.cursorX)
  }

  private static func title(_ state: DashboardState, _ probe: Probe, _ scores: ClassScores) -> String {
    let classes = Set(scores.targets.compactMap { $0 })
    let target =
      classes.count == 1
      ? classes.first.map { "p(\(state.outputName($0)))" } ?? "" : "\(classes.count) classes"
    return "probe \(probe.index + 1)/\(probe.count) \(classes.isEmpty ? "no target" : target)"
  }

  private static func drawRanking(
    _ state: DashboardState, _ probe: Probe, _ scores: ClassScores, in rect: Rect, on grid: inout Grid
  ) {
    let symbols = state.glyphs.symbols
    let step = state.cursorStep ?? probe.nominal.stepCount - 1
    let parts = [Extent.fixed(1), .minimum(8, weight: 1), .minimum(6, weight: 2), .fixed(5), .fixed(9)]
    for (row, index) in scores.ranking(in: probe.nominal, at: state.cursorStep).prefix(rect.rows).enumerated()
    {
      let line = Rect(x: rect.x, y: rect.y + row, columns: rect.columns, rows: 1)
      let cells = line.split(.horizontal, parts, spacing: 1)
      let isTarget = scores.targets[step] == index
      let style = isTarget ? Style(.validation, bold: true) : Style(.value)
      if isTarget { grid.draw(String(symbols.bullet), x: line.x, y: line.y, width: 1, style: style) }
      grid.draw(
        state.outputName(index), x: cells[1].x, y: line.y, width: cells[1].columns, style: style,
        ellipsis: symbols.ellipsis)
      let value = scores.value(index, step, probe.nominal)
      Gauge(fraction: Double(value), style: style).draw(in: cells[2], on: &grid, glyphs: state.glyphs)
      grid.draw(
        NumberText.fixed(Double(value), decimals: 2), x: cells[3].x, y: line.y, width: cells[3].columns,
        style: style, alignment: .trailing)
      guard let perturbed = probe.perturbed else { continue }
      let moved = NumberText.fixed(Double(scores.value(index, step, perturbed)), decimals: 2)
      grid.draw(
        "\(symbols.arrow) \(moved)", x: cells[4].x, y: line.y, width: cells[4].columns,
        style: ProbeChart.perturbedStyle)
    }
  }
}
