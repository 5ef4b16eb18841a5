import Screen

/// Training and validation loss over the steps.
enum LossPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let chart = chart(state)
    var title = "loss " + sanitized(state.description.task.lossName)
    if state.isLossLogarithmic { title += " log" }
    let inside = Panel(title, trailing: chart.legend(glyphs: state.glyphs), isFocused: state.isFocused(.loss))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard !state.history.training.points.isEmpty else {
      Notice.draw(Notice.waiting, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    chart.draw(in: inside, on: &grid, glyphs: state.glyphs)
  }

  static func chart(_ state: DashboardState) -> LineChart {
    let history = state.history
    let training = ChartSeries(
      "training", style: Style(.focus, bold: true), points: history.training.points,
      isSmoothed: state.isSmoothed)
    let validation = ChartSeries(
      "validation", style: Style(.validation, bold: true), stroke: .dashed,
      points: history.validation.points)
    return LineChart(
      series: [training, validation], yKind: state.isLossLogarithmic ? .logarithmic : .linear, xUnit: "step")
  }
}
