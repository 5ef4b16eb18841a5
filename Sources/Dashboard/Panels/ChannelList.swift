import Screen
import Telemetry

/// The input channels over the probe, perturbed ones marked.
struct ChannelList {
  let state: DashboardState
  /// The most rows one channel gets.
  var maximumRows = 4

  /// Enough for `noise 0.5 sd` where there is room for it and a line.
  private static func nameColumns(in columns: Int) -> Int {
    min(16, columns >= 30 ? max(13, columns / 3) : columns / 3)
  }

  func draw(in rect: Rect, on grid: inout Grid) {
    let glyphs = state.glyphs
    let inside = Panel(title, trailing: legend, focus: state.focus(of: .inputs)).draw(
      in: rect, on: &grid, glyphs: glyphs)
    guard let probe = state.frame?.probe else {
      Notice.draw(Notice.waiting, in: inside, on: &grid, glyphs: glyphs)
      return
    }
    guard state.channelCount > 0 else {
      Notice.draw("no inputs", in: inside, on: &grid, glyphs: glyphs)
      return
    }
    for (channel, place) in places(in: rect) { drawChannel(channel, probe, in: place, on: &grid) }
  }

  /// The channels on the screen with their places.
  func places(in rect: Rect) -> [(channel: Int, rect: Rect)] {
    guard state.channelCount > 0, state.frame != nil else { return [] }
    let inside = Panel.inside(rect)
    let height = max(1, min(maximumRows, inside.rows / state.channelCount))
    let window = window(rows: inside.rows / height)
    return window.visible.map { channel in
      let y = inside.y + (channel - window.first) * height
      return (channel, Rect(x: inside.x, y: y, columns: inside.columns, rows: height))
    }
  }

  private func window(rows: Int) -> ListWindow {
    let scroll = state.panels.channelScroll
    return ListWindow(
      count: state.channelCount, rows: rows, selected: scroll.isFree ? nil : state.selectedChannel,
      preferred: scroll.first)
  }

  private var title: String {
    state.channelCount > 0 ? "inputs \(state.selectedChannel + 1)/\(state.channelCount)" : "inputs"
  }

  private var legend: [TextRun] {
    guard state.frame?.probe.perturbed != nil else { return [] }
    return [
      TextRun(String(state.glyphs.symbols.perturbed), ProbeChart.perturbedStyle),
      TextRun(" perturbed", .label),
    ]
  }

  private func drawChannel(_ channel: Int, _ probe: Probe, in rect: Rect, on grid: inout Grid) {
    let symbols = state.glyphs.symbols
    let parts = rect.split(
      .horizontal,
      [.fixed(1), .fixed(1), .fixed(Self.nameColumns(in: rect.columns)), .weight(1), .fixed(7)])
    let active = state.activePerturbations.filter { $0.channel == channel }
    let isSelected = channel == state.selectedChannel
    if isSelected {
      grid.draw(String(symbols.selected), x: rect.x, y: rect.y, width: 1, style: Style(.focus, bold: true))
    }
    let style = active.isEmpty ? Style(.bright, bold: isSelected) : ProbeChart.perturbedStyle
    if !active.isEmpty {
      grid.draw(String(symbols.perturbed), x: parts[1].x, y: rect.y, width: 1, style: style)
    }
    grid.draw(
      state.channelName(channel), x: parts[2].x, y: rect.y, width: max(0, parts[2].columns - 1), style: style,
      ellipsis: symbols.ellipsis)
    for (row, perturbation) in active.prefix(max(0, rect.rows - 1)).enumerated() {
      grid.draw(
        Wording.perturbation(perturbation), x: parts[2].x, y: rect.y + 1 + row,
        width: max(0, parts[2].columns - 1), style: Style(.perturbed), ellipsis: symbols.ellipsis)
    }
    let nominal = probe.nominal.input(channel)
    Sparkline(
      nominal, overlay: active.isEmpty ? nil : probe.perturbed?.input(channel),
      style: ProbeChart.nominalStyle,
      cursor: state.cursorStep
    )
    .draw(in: parts[3], on: &grid, glyphs: state.glyphs)
    guard !nominal.isEmpty else { return }
    let value = state.momentInput(ofChannel: channel)
    grid.draw(
      NumberText.short(Double(value)), x: parts[4].x, y: rect.y, width: parts[4].columns,
      style: value.isFinite ? Style(.value) : Style(.error, bold: true), alignment: .trailing)
    guard isSelected else { return }
    grid.restyle(rect.top(1)) { $0.background = .selection }
  }
}
