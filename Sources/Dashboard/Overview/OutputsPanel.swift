import Screen
import Telemetry

extension PanelKind {
  public static let outputs = PanelKind("outputs", OutputsPanel())
}

/// The probe's outputs against its targets, nominal and perturbed over one another; a classifier's as `ClassesChart`
/// shows them.
struct OutputsPanel: DashboardPanel {
  /// With fewer rows for each chart its name stands beside it.
  private static let leastRows = 4
  /// Rows inside the frame from which one is free for the answer's largest parts.
  private static let leastExplainedRows = 12

  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else {
      let text = state.frame == nil ? state.waiting : "the \(state.traceName) is empty"
      painter.notice(text, in: painter.frame("outputs"))
      return
    }
    if let classes = classes(state, probe) {
      classes.draw(in: charts(state, in: painter.rect), with: &painter)
    } else {
      drawCharts(state, probe, with: &painter)
    }
    guard let line = sentencePlace(state, in: painter.rect), let explanation = state.explanation else {
      return
    }
    painter.draw(
      ExplanationSentence(state, explanation)
        .runs(columns: line.columns, ellipsis: painter.symbols.ellipsis),
      x: line.x, y: line.y, width: line.columns)
  }

  /// Where the answer's largest parts are named; nil where there is no room, or nothing is explained.
  private func sentencePlace(_ state: DashboardState, in rect: Rect) -> Rect? {
    let inside = Panel.inside(rect)
    guard state.explanation != nil, state.channelCount > 0, inside.rows >= Self.leastExplainedRows else {
      return nil
    }
    return Rect(x: inside.x, y: inside.maxY - 1, columns: inside.columns, rows: 1)
  }

  /// The inside of the frame without that line.
  private func charts(_ state: DashboardState, in rect: Rect) -> Rect {
    let inside = Panel.inside(rect)
    return sentencePlace(state, in: rect) == nil ? inside : inside.top(inside.rows - 1)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else { return nil }
    if let classes = classes(state, probe) {
      let place = classes.places(in: charts(state, in: rect)).chart
      return place.contains(x: x, y: y) ? ProbeChart.hit(state, x: x, classes.chart, in: place) : nil
    }
    let places = chartPlaces(state, in: rect).map(\.chart)
    guard let output = places.firstIndex(where: { $0.contains(x: x, y: y) }) else { return nil }
    return ProbeChart.hit(state, x: x, chart(output, state, probe), in: places[output])
  }

  /// Nil where the task is not a classification.
  private func classes(_ state: DashboardState, _ probe: Probe) -> ClassesChart? {
    let task = state.description.task
    guard task.kind == "classification", task.outputNames.count > 1 else { return nil }
    return ClassesChart(state, probe)
  }

  private func drawCharts(_ state: DashboardState, _ probe: Probe, with painter: inout Painter) {
    let count = state.description.task.outputNames.count
    let legend = chart(0, state, probe).legend(glyphs: state.glyphs)
    _ = painter.frame(title(state, probe, shown: shownOutputs(state, in: painter.rect)), trailing: legend)
    for (output, place) in chartPlaces(state, in: painter.rect).enumerated() {
      if count > 1 {
        painter.draw(
          state.outputName(output), x: place.name.x, y: place.name.y, width: place.name.columns,
          style: Style(.label, bold: true))
      }
      ProbeChart.draw(chart(output, state, probe), state, in: place.chart, with: &painter)
    }
  }

  private func shownOutputs(_ state: DashboardState, in rect: Rect) -> Int {
    max(1, min(state.description.task.outputNames.count, (rect.rows - 2) / 2))
  }

  /// Where each output's name and chart are: the name above the chart, or where rows are scarce beside it.
  private func chartPlaces(_ state: DashboardState, in rect: Rect) -> [(name: Rect, chart: Rect)] {
    let count = state.description.task.outputNames.count
    let isRoomy = count == 1 || (rect.rows - 2) / max(1, count) > Self.leastRows
    let places = charts(state, in: rect).split(
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

  private func chart(_ output: Int, _ state: DashboardState, _ probe: Probe) -> LineChart {
    let x = ProbeChart.x(probe.nominal)
    let names = state.seriesNames
    let target = ChartSeries(
      names.target, style: ProbeChart.targetStyle, stroke: .dashed, x: x, y: probe.nominal.target(output))
    let outputs = ProbeChart.series(
      names.output, nominal: probe.nominal.output(output), perturbed: probe.perturbed?.output(output), x: x)
    return ProbeChart.chart([target] + outputs, state)
  }

  private func title(_ state: DashboardState, _ probe: Probe, shown: Int) -> String {
    let count = state.description.task.outputNames.count
    let what =
      count == 1 ? state.outputName(0) : shown < count ? "\(shown) of \(count) outputs" : "\(count) outputs"
    return "\(ProbeChart.title(state, probe)) \(what)"
  }
}
