import Screen
import Telemetry

extension PanelKind {
  public static let channel = PanelKind("channel", ChannelPanel())
}

/// The selected input channel over the probe, before and after.
struct ChannelPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let name = state.channelCount > 0 ? state.channelName(state.selectedChannel) : "no inputs"
    guard let probe = state.frame?.probe else {
      painter.notice(state.waiting, in: painter.frame(name))
      return
    }
    let chart = chart(state, probe)
    let title = "\(ProbeChart.title(state, probe)) \(name)"
    chart.draw(
      in: painter.frame(title, trailing: chart.legend(glyphs: state.glyphs)), with: &painter)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    guard let probe = state.frame?.probe else { return nil }
    return ProbeChart.hit(state, x: x, chart(state, probe), in: Panel.inside(rect))
  }

  private func chart(_ state: DashboardState, _ probe: Probe) -> LineChart {
    let channel = state.selectedChannel
    let perturbed = state.isPerturbed(channel: channel) ? probe.perturbed?.input(channel) : nil
    let series = ProbeChart.series(
      "nominal", nominal: probe.nominal.input(channel), perturbed: perturbed,
      x: ProbeChart.x(probe.nominal))
    return ProbeChart.chart(series, state)
  }
}
