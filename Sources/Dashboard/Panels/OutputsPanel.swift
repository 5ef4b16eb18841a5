import Screen
import Telemetry

/// The probe's outputs against its targets, nominal and perturbed over one another.
enum OutputsPanel {
  /// Rows below which a chart says nothing.
  private static let leastRows = 4

  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else {
      let inside = Panel("outputs").draw(in: rect, on: &grid, glyphs: state.glyphs)
      Notice.draw(
        state.frame == nil ? Notice.waiting : "the probe is empty", in: inside, on: &grid,
        glyphs: state.glyphs)
      return
    }
    if state.description.task.kind == "classification", state.description.task.outputNames.count > 1 {
      ClassesPanel.draw(state, probe, in: rect, on: &grid)
      return
    }
    drawCharts(state, probe, in: rect, on: &grid)
  }

  private static func drawCharts(_ state: DashboardState, _ probe: Probe, in rect: Rect, on grid: inout Grid)
  {
    let count = state.description.task.outputNames.count
    let isRoomy = count == 1 || (rect.rows - 2) / max(1, count) > leastRows
    let shown = max(1, min(count, (rect.rows - 2) / 2))
    let legend = chart(0, state, probe).legend(glyphs: state.glyphs)
    let inside = Panel(title(state, probe, shown: shown), trailing: legend)
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let places = inside.split(.vertical, Array(repeating: .weight(1), count: shown))
    for (output, place) in places.enumerated() {
      // The name above the chart, or where rows are scarce beside it.
      let nameColumns = isRoomy ? place.columns : min(10, place.columns / 4)
      if count > 1 {
        grid.draw(
          state.outputName(output), x: place.x, y: place.y, width: nameColumns,
          style: Style(.label, bold: true), ellipsis: state.glyphs.symbols.ellipsis)
      }
      let left = isRoomy ? 0 : nameColumns + 1
      let room = Rect(
        x: place.x + left, y: place.y, columns: place.columns - left, rows: place.rows)
      chart(output, state, probe).draw(
        in: room.dropTop(count > 1 && isRoomy ? 1 : 0), on: &grid, glyphs: state.glyphs)
    }
  }

  private static func chart(_ output: Int, _ state: DashboardState, _ probe: Probe) -> LineChart {
    let x = ProbeChart.x(probe.nominal)
    let target = ChartSeries(
      "target", style: ProbeChart.targetStyle, stroke: .dashed, x: x, y: probe.nominal.target(output))
    let outputs = ProbeChart.series(
      "output", nominal: probe.nominal.output(output), perturbed: probe.perturbed?.output(output), x: x)
    return LineChart(series: [target] + outputs, xUnit: ProbeChart.xUnit(state), cursor: state.cursorX)
  }

  private static func title(_ state: DashboardState, _ probe: Probe, shown: Int) -> String {
    let count = state.description.task.outputNames.count
    let what =
      count == 1 ? state.outputName(0) : shown < count ? "\(shown) of \(count) outputs" : "\(count) outputs"
    return "probe \(probe.index + 1)/\(probe.count) \(what)"
  }
}
