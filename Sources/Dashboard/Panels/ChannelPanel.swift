import Screen
import Telemetry

/// The selected input channel over the probe, before and after.
enum ChannelPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let channel = state.selectedChannel
    let name = state.channelCount > 0 ? state.channelName(channel) : "no inputs"
    let focus = state.focus(of: .channel)
    guard let probe = state.frame?.probe else {
      let inside = Panel(name, focus: focus)
        .draw(in: rect, on: &grid, glyphs: state.glyphs)
      Notice.draw(Notice.waiting, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let chart = chart(state, probe)
    let title = "probe \(probe.index + 1)/\(probe.count) \(name)"
    let inside = Panel(title, trailing: chart.legend(glyphs: state.glyphs), focus: focus)
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    chart.draw(in: inside, on: &grid, glyphs: state.glyphs)
  }

  static func chart(_ state: DashboardState, _ probe: Probe) -> LineChart {
    let channel = state.selectedChannel
    let perturbed = state.isPerturbed(channel: channel) ? probe.perturbed?.input(channel) : nil
    let series = ProbeChart.series(
      "nominal", nominal: probe.nominal.input(channel), perturbed: perturbed,
      x: ProbeChart.x(probe.nominal))
    return LineChart(series: series, xUnit: ProbeChart.xUnit(state), cursor: state.cursorX)
  }
}
