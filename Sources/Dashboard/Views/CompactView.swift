import Screen

/// What is left on a very small screen: the state word, the loss, then whatever fits.
enum CompactView {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let places = places(state, in: rect)
    let word = StateWord(state)
    let chip = Style(word.role, bold: true, reversed: true)
    let ellipsis = state.glyphs.symbols.ellipsis
    grid.draw(word.text, x: rect.x, y: rect.y, width: rect.columns, style: chip, ellipsis: ellipsis)
    drawLoss(StatusPanel.loss(state), in: places.loss, on: &grid, ellipsis)
    FooterPanel.draw(state, in: places.announcement, on: &grid)
    guard state.help == nil else {
      HelpView.drawList(state, in: places.rest, on: &grid)
      return
    }
    guard !places.rest.isEmpty else { return }
    let lines = places.rest.rows >= 4 ? 2 : 1
    StatusLine(fields(state)).draw(in: places.rest.top(lines), on: &grid, glyphs: state.glyphs)
    let chart = places.rest.dropTop(lines)
    if state.history.training.points.isEmpty {
      Notice.draw(Notice.waiting, in: chart, on: &grid, glyphs: state.glyphs)
    } else {
      LossPanel.chart(state).draw(in: chart, on: &grid, glyphs: state.glyphs)
    }
  }

  struct Places {
    var loss: Rect
    var rest: Rect
    /// What is typed or said; empty where there is nothing.
    var announcement: Rect
  }

  /// The loss beside the state word or, where there is no room, below it.
  static func places(_ state: DashboardState, in rect: Rect) -> Places {
    let used = min(rect.columns, DisplayWidth.of(StateWord(state).text))
    let isBeside = rect.columns - used > StatusPanel.loss(state).width
    let loss =
      isBeside
      ? Rect(x: rect.x + used + 1, y: rect.y, columns: rect.columns - used - 1, rows: min(1, rect.rows))
      : rect.dropTop(1).top(1)
    let rest = rect.dropTop(isBeside ? 1 : 2)
    let isSaying = FooterPanel.announcement(state) != nil && !rest.isEmpty
    let parts = rest.split(.vertical, [.weight(1), .fixed(isSaying ? 1 : 0)])
    return Places(loss: loss, rest: parts[0], announcement: parts[1])
  }

  /// What is disturbed and what the chart leaves out come before all other numbers.
  private static func fields(_ state: DashboardState) -> [StatusField] {
    let loss = StatusPanel.loss(state)
    var fields = StatusPanel.line(state).fields.filter { $0 != loss }
    if let disturbance = Wording.disturbance(state) {
      fields.insert(StatusField("", disturbance, style: ProbeChart.perturbedStyle, priority: 0), at: 0)
    }
    if state.isLossLogarithmic, let omission = LossPanel.chart(state).omissions(glyphs: state.glyphs).last {
      fields.insert(StatusField("", omission, style: Style(.label), priority: 0), at: 0)
    }
    return fields
  }

  private static func drawLoss(
    _ loss: StatusField, in rect: Rect, on grid: inout Grid, _ ellipsis: Character
  ) {
    guard !rect.isEmpty else { return }
    // Without room for both the number says more than its label.
    let label = loss.width <= rect.columns ? [TextRun(loss.label + " ", .label)] : []
    grid.draw(
      label + [TextRun(loss.value, loss.style)], x: rect.x, y: rect.y, width: rect.columns, ellipsis: ellipsis
    )
  }
}
