import Screen
import Telemetry

/// The probe's outputs against its targets, nominal and perturbed over one another.
enum OutputsPanel {
  /// Rows below which a chart says nothing.
  private static let leastRows = 4

  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else {
      let inside = Panel("outputs", focus: state.focus(of: .outputs)).draw(
        in: rect, on: &grid, glyphs: state.glyphs)
      Notice.draw(
        state.frame == nil ? Notice.waiting : "the probe is empty", in: inside, on: &grid,
        glyphs: state.glyphs)
      return
    }
    if isClasses(state) {
      ClassesPanel.draw(state, probe, in: rect, on: &grid)
      return
    }
    drawCharts(state, probe, in: rect, on: &grid)
  }

  private static func drawCharts(_ state: DashboardState, _ probe: Probe, in rect: Rect, on grid: inout Grid)
  {
    let count = state.description.task.outputNames.count
    let legend = chart(0, state, probe).legend(glyphs: state.glyphs)
    let title = title(state, probe, shown: shownOutputs(state, in: rect))
    _ = Panel(title, trailing: legend, focus: state.focus(of: .outputs))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    for (output, place) in chartPlaces(state, in: rect).enumerated() {
      if count > 1 {
        grid.draw(
          state.outputName(output), x: place.name.x, y: place.name.y, width: place.name.columns,
          style: Style(.label, bold: true), ellipsis: state.glyphs.symbols.ellipsis)
      }
      let chart = chart(output, state, probe)
      chart.draw(in: place.chart, on: &grid, glyphs: state.glyphs)
    }
  }

  private static func shownOutputs(_ state: DashboardState, in rect: Rect) -> Int {
    max(1, min(state.description.task.outputNames.count, (rect.rows - 2) / 2))
  }

  /// Where each output's name and chart are: the name above the chart, or where rows are scarce beside it.
  static func chartPlaces(_ state: DashboardState, in rect: Rect) -> [(name: Rect, chart: Rect)] {
    let count = state.description.task.outputNames.count
    let isRoomy = count == 1 || (rect.rows - 2) / max(1, count) > leastRows
    let places = Panel.inside(rect).split(
      .vertical, Array(repeating: .weight(1), count: shownOutputs(state, in: rect)))
    return places.map { place in
      let nameColumns = isRoomy ? place.columns : min(10, place.columns / 4)
      let left = isRoomy ? 0 : nameColumns + 1
      let room = Rect(x: place.x + left, y: place.y, columns: place.columns - left, rows: place.rows)
      return (
        Rect(x: place.x, y: place.y, columns: nameColumns, rows: place.rows),
        room.dropTop(count > 1 && isRoomy ? 1 : 0)
      )
    }
  }

  /// The chart that is drawn at a cell and its rectangle; nil where there is none.
  static func chart(
    atX x: Int, y: Int, _ state: DashboardState, in rect: Rect
  ) -> (chart: LineChart, rect: Rect)? {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else { return nil }
    if isClasses(state) {
      let place = ClassesPanel.chartPlace(state, probe, in: rect)
      return place.contains(x: x, y: y) ? (ClassesPanel.chart(state, probe), place) : nil
    }
    let places = chartPlaces(state, in: rect).map(\.chart)
    guard let output = places.firstIndex(where: { $0.contains(x: x, y: y) }) else { return nil }
    return (chart(output, state, probe), places[output])
  }

  private static func isClasses(_ state: DashboardState) -> Bool {
    state.description.task.kind == "classification" && state.description.task.outputNames.count > 1
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
