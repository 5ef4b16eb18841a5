import Screen
import Telemetry
import Text

extension PanelKind {
  public static let inputs = PanelKind("inputs", InputsPanel())
}

/// The input channels over the probe, perturbed ones marked; a text as its words.
struct InputsPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let count = state.channelCount
    let title = count > 0 ? "inputs \(state.selectedChannel + 1)/\(count)" : "inputs"
    let inside = painter.frame(title, trailing: legend(state))
    guard let probe = state.frame?.probe else {
      painter.notice(state.waiting, in: inside)
      return
    }
    guard count > 0 else {
      painter.notice("no inputs", in: inside)
      return
    }
    for (channel, place) in places(state, in: painter.rect) {
      painter.draw(in: place) { drawChannel(channel, state, probe, with: &$0) }
    }
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    places(state, in: rect).first { $0.rect.contains(x: x, y: y) }
      .map { place in .select { $0.selectedChannel = place.channel } }
  }

  /// One channel, however many rows it has.
  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    guard state.channelCount > 0, state.frame != nil else { return }
    let window = window(state, in: rect).window
    guard !window.visible.isEmpty else { return }
    state.panels.channelScroll.turn(by: rows.signum(), from: window, count: state.channelCount)
  }

  /// The channels on the screen with their places.
  private func places(_ state: DashboardState, in rect: Rect) -> [(channel: Int, rect: Rect)] {
    guard state.channelCount > 0, state.frame != nil else { return [] }
    let inside = Panel.inside(rect)
    let (window, height) = window(state, in: rect)
    return window.visible.map { channel in
      let y = inside.y + (channel - window.first) * height
      return (channel, Rect(x: inside.x, y: y, columns: inside.columns, rows: height))
    }
  }

  /// The channels on the screen, and the rows of each.
  private func window(_ state: DashboardState, in rect: Rect) -> (window: ListWindow, height: Int) {
    let rows = Panel.inside(rect).rows
    // In Inputs rows are scarce, and a chart shows the selected channel in full.
    let most = state.view == .inputs && !state.panels.isZoomed ? 3 : 4
    let height = max(1, min(most, rows / state.channelCount))
    let window = state.panels.channelScroll.window(
      count: state.channelCount, rows: rows / height, selected: state.selectedChannel)
    return (window, height)
  }

  private func legend(_ state: DashboardState) -> [TextRun] {
    guard state.frame?.probe.perturbed != nil else { return [] }
    return [
      TextRun(String(state.glyphs.symbols.perturbed), ProbeChart.perturbedStyle),
      TextRun(" perturbed", .label),
    ]
  }

  private func drawChannel(
    _ channel: Int, _ state: DashboardState, _ probe: Probe, with painter: inout Painter
  ) {
    let rect = painter.rect
    let parts = rect.split(
      .horizontal,
      [.fixed(1), .fixed(1), .fixed(nameColumns(in: rect.columns)), .weight(1), .fixed(7)])
    let name = Rect(x: parts[2].x, y: rect.y, columns: max(0, parts[2].columns - 1), rows: rect.rows)
    let active = state.activePerturbations.filter { $0.channel == channel }
    let isSelected = channel == state.selectedChannel
    if isSelected {
      painter.draw(painter.symbols.selected, x: rect.x, y: rect.y, style: Style(.focus, bold: true))
    }
    let style = active.isEmpty ? Style(.bright, bold: isSelected) : ProbeChart.perturbedStyle
    if !active.isEmpty { painter.draw(painter.symbols.perturbed, x: parts[1].x, y: rect.y, style: style) }
    painter.draw(state.channelName(channel), x: name.x, y: name.y, width: name.columns, style: style)
    for (row, perturbation) in active.prefix(max(0, rect.rows - 1)).enumerated() {
      painter.draw(
        Wording.perturbation(perturbation), x: name.x, y: name.y + 1 + row, width: name.columns,
        style: Style(.perturbed))
    }
    if let text = ProbeText(state, in: .inputs), text.channel == channel {
      let room = Rect(x: parts[3].x, y: rect.y, columns: rect.maxX - parts[3].x, rows: rect.rows)
      text.draw(in: room, with: &painter) { _ in Style(.value) }
      if isSelected { painter.select(rect.top(1)) }
      return
    }
    let nominal = probe.nominal.input(channel)
    Sparkline(
      nominal, overlay: active.isEmpty ? nil : probe.perturbed?.input(channel),
      style: ProbeChart.nominalStyle, cursor: state.cursorStep
    )
    .draw(in: parts[3], with: &painter)
    guard !nominal.isEmpty else { return }
    let value = state.momentInput(ofChannel: channel)
    painter.draw(
      NumberText.short(Double(value)), x: parts[4].x, y: rect.y, width: parts[4].columns,
      style: value.isFinite ? Style(.value) : Style(.error, bold: true), alignment: .trailing)
    if isSelected { painter.select(rect.top(1)) }
  }

  /// Enough for `noise 0.5 sd` where there is room for it and a line.
  private func nameColumns(in columns: Int) -> Int {
    min(16, columns >= 30 ? max(13, columns / 3) : columns / 3)
  }
}
