import Screen
import Telemetry

/// Every channel of the probe before and after, what may be done to it, and what that did.
enum InputsView {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let places = places(in: rect)
    drawSelected(state, in: places.chart, on: &grid)
    ChannelList(state: state, maximumRows: 3).draw(in: places.list, on: &grid)
    if let place = places.kinds { KindsPanel.draw(state, in: place, on: &grid) }
    if let place = places.active { ActivePanel.draw(state, in: place, on: &grid) }
    if let place = places.effect { EffectPanel.draw(state, in: place, on: &grid) }
  }

  struct Places {
    var chart: Rect
    var list: Rect
    var kinds: Rect?
    var active: Rect?
    var effect: Rect?

    var all: [Rect] { [chart, list] + [kinds, active, effect].compactMap { $0 } }
  }

  static func places(in rect: Rect) -> Places {
    guard rect.columns >= 72 else {
      let hasKinds = rect.rows >= 18
      let parts = rect.split(.vertical, [.weight(1), .weight(1), .fixed(hasKinds ? 8 : 0)])
      return Places(chart: parts[0], list: parts[1], kinds: hasKinds ? parts[2] : nil)
    }
    let sides = rect.split(.horizontal, [.weight(1), .fixed(rect.columns >= 110 ? 44 : 34)])
    let left = sides[0].split(.vertical, [.weight(1), .weight(1)])
    let right = sides[1].split(.vertical, [.fixed(8), .minimum(5, weight: 1), .minimum(6, weight: 2)])
    return Places(chart: left[0], list: left[1], kinds: right[0], active: right[1], effect: right[2])
  }

  private static func drawSelected(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let channel = state.selectedChannel
    let name = state.channelCount > 0 ? state.channelName(channel) : "no inputs"
    guard let probe = state.frame?.probe else {
      let inside = Panel(name).draw(in: rect, on: &grid, glyphs: state.glyphs)
      Notice.draw(Notice.waiting, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let perturbed = state.isPerturbed(channel: channel) ? probe.perturbed?.input(channel) : nil
    let series = ProbeChart.series(
      "nominal", nominal: probe.nominal.input(channel), perturbed: perturbed,
      x: ProbeChart.x(probe.nominal))
    let chart = LineChart(series: series, xUnit: ProbeChart.xUnit(state), cursor: state.cursorX)
    let title = "probe \(probe.index + 1)/\(probe.count) \(name)"
    let inside = Panel(title, trailing: chart.legend(glyphs: state.glyphs), isFocused: true)
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    chart.draw(in: inside, on: &grid, glyphs: state.glyphs)
  }
}
