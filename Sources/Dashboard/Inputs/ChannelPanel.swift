import Screen
import Telemetry

extension PanelKind {
  public static let channel = PanelKind("channel", ChannelPanel())
}

/// The selected input channel over the probe, before and after; a text as its words.
struct ChannelPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let name = state.channelCount > 0 ? state.channelName(state.selectedChannel) : "no inputs"
    guard let probe = state.frame?.probe else {
      painter.notice(state.waiting, in: painter.frame(name))
      return
    }
    let title = "\(ProbeChart.title(state, probe)) \(name)"
    if let text = text(state) {
      text.draw(in: painter.frame(title), with: &painter) { _ in Style(.value) }
      return
    }
    let chart = chart(state, probe)
    chart.draw(
      in: painter.frame(title, trailing: chart.legend(glyphs: state.glyphs)), with: &painter)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    guard let probe = state.frame?.probe else { return nil }
    if let text = text(state) { return text.hit(x: x, y: y, in: Panel.inside(rect)) }
    return ProbeChart.hit(state, x: x, chart(state, probe), in: Panel.inside(rect))
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    text(state)?.scroll(&state, by: rows, in: Panel.inside(rect))
  }

  /// A text is read, not drawn as a curve of its words' indices.
  private func text(_ state: DashboardState) -> ProbeText? {
    ProbeText(state, in: .channel).flatMap { $0.channel == state.selectedChannel ? $0 : nil }
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
