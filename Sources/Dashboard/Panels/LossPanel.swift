import Screen

/// Training and validation loss over the steps or over time, and over them those of the runs that were marked.
enum LossPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let chart = chart(state)
    let inside = Panel(
      title(state, chart), trailing: chart.legend(glyphs: state.glyphs), focus: state.focus(of: .loss)
    )
    .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard !state.history.training.points.isEmpty || !state.runList.overlays.isEmpty else {
      Notice.draw(Notice.waiting, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    chart.draw(in: inside, on: &grid, glyphs: state.glyphs)
  }

  /// What is shown, how, and what is not.
  private static func title(_ state: DashboardState, _ chart: LineChart) -> String {
    var title = "loss " + sanitized(state.description.task.lossName)
    if state.isLossLogarithmic { title += " log" }
    return ([title] + chart.omissions(glyphs: state.glyphs)).joined(separator: ", ")
  }

  static func chart(_ state: DashboardState) -> LineChart {
    let axis = state.lossAxis
    let start = state.description.startedAt.timeIntervalSince1970
    var series = curves(state, axis, start: start)
    for (index, run) in state.runList.overlays {
      series += overlay(run, index, axis, isSmoothed: state.isSmoothed)
    }
    var chart = LineChart(
      series: series, yKind: state.isLossLogarithmic ? .logarithmic : .linear,
      xUnit: unit(axis, state, start: start), xTicks: axis.ticks(secondsFromGMT: state.secondsFromGMT))
    let isFinite = series.contains { $0.points.contains { $0.count > 0 } }
    chart.emptiness = isFinite ? "no loss above 0: l for a linear axis" : "no finite loss yet"
    return chart
  }

  private static func curves(_ state: DashboardState, _ axis: LossAxis, start: Double) -> [ChartSeries] {
    let history = state.history
    var training = ChartSeries(
      "training", style: Style(.focus, bold: true), points: history.training.points(over: axis, start: start),
      isSmoothed: state.isSmoothed)
    if let loss = history.latest?.loss {
      training.endLabels = [ChartEndLabel(value: loss, text: NumberText.short(loss))]
    }
    var validation = ChartSeries(
      "validation", style: Style(.validation, bold: true), stroke: .dashed,
      points: history.validation.points(over: axis, start: start))
    validation.hasMarks = true
    if let loss = history.latestValidation?.loss {
      validation.endLabels = [ChartEndLabel(value: loss, text: NumberText.short(loss))]
      if let best = history.bestValidationLoss, best != loss {
        validation.endLabels.append(ChartEndLabel(value: best, text: "best \(NumberText.short(best))"))
      }
    }
    return [training, validation]
  }

  /// The training loss of another run and, in the same stroke but bold and marked, its validation loss.
  private static func overlay(
    _ run: RunCurves, _ index: Int, _ axis: LossAxis, isSmoothed: Bool
  ) -> [ChartSeries] {
    let stroke = OverlayStyle.stroke(index)
    var style = OverlayStyle.style(index)
    var training = ChartSeries(
      sanitized(run.name), style: style, stroke: stroke,
      points: run.history.training.points(over: axis, start: run.startedAt), isSmoothed: isSmoothed)
    training.showsRawRange = false
    style.isBold = true
    var validation = ChartSeries(
      "", style: style, stroke: stroke,
      points: run.history.validation.points(over: axis, start: run.startedAt))
    validation.hasMarks = true
    return [training, validation]
  }

  /// On a clock the day, which the ticks may not say.
  private static func unit(_ axis: LossAxis, _ state: DashboardState, start: Double) -> String {
    switch axis {
    case .step: return "step"
    case .elapsed: return "time"
    case .clock:
      let elapsed = state.history.latest?.elapsed ?? 0
      let end = start + (elapsed.isFinite ? elapsed : 0)
      return CalendarTime(secondsSince1970: end + Double(state.secondsFromGMT)).date
    }
  }
}
