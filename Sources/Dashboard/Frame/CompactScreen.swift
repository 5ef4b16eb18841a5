import Screen

/// What is left on a very small screen: the state word, the loss, then whatever fits.
enum CompactScreen {
  static func draw(_ state: DashboardState, with painter: inout Painter) {
    let rect = painter.rect
    guard !rect.isEmpty else { return }
    let places = places(state, in: rect)
    let word = StateWord(state)
    let chip = Style(word.role, bold: true, reversed: true)
    painter.draw(word.text, x: rect.x, y: rect.y, width: rect.columns, style: chip)
    painter.draw(in: places.loss) { drawLoss(StatusNumbers.loss(state), with: &$0) }
    painter.draw(in: places.announcement) { Footer.draw(state, with: &$0) }
    guard state.help == nil else {
      painter.draw(in: places.rest) { HelpPage.drawList(state, with: &$0) }
      return
    }
    guard !places.rest.isEmpty else { return }
    let lines = places.rest.rows >= 4 ? 2 : 1
    StatusLine(fields(state)).draw(in: places.rest.top(lines), with: &painter)
    let chart = places.rest.dropTop(lines)
    if state.mode == .sweep {
      painter.draw(in: chart) { SweepProgressPanel().draw(state, with: &$0) }
    } else if state.history.training.points.isEmpty {
      painter.notice(LossPanel.waiting(state), in: chart)
    } else {
      LossPanel.chart(state).draw(in: chart, with: &painter)
    }
  }

  struct Places {
    var loss: Rect
    var rest: Rect
    /// What is typed, or a message; empty where there is neither.
    var announcement: Rect
  }

  /// The loss beside the state word or, where there is no room, below it.
  static func places(_ state: DashboardState, in rect: Rect) -> Places {
    let used = min(rect.columns, DisplayWidth.of(StateWord(state).text))
    let isBeside = rect.columns - used > StatusNumbers.loss(state).width
    let loss =
      isBeside
      ? Rect(x: rect.x + used + 1, y: rect.y, columns: rect.columns - used - 1, rows: min(1, rect.rows))
      : rect.dropTop(1).top(1)
    let rest = rect.dropTop(isBeside ? 1 : 2)
    let isSaying = Footer.announcement(state) != nil && !rest.isEmpty
    let parts = rest.split(.vertical, [.weight(1), .fixed(isSaying ? 1 : 0)])
    return Places(loss: loss, rest: parts[0], announcement: parts[1])
  }

  /// What is perturbed and what the chart leaves out come before all other numbers.
  private static func fields(_ state: DashboardState) -> [StatusField] {
    let loss = StatusNumbers.loss(state)
    var fields = StatusNumbers.line(state).fields.filter { $0 != loss }
    if let disturbance = Wording.disturbance(state) {
      fields.insert(StatusField("", disturbance, style: ProbeChart.perturbedStyle, priority: 0), at: 0)
    }
    if state.isLossLogarithmic, let omission = LossPanel.chart(state).omissions(glyphs: state.glyphs).last {
      fields.insert(StatusField("", omission, style: Style(.label), priority: 0), at: 0)
    }
    return fields
  }

  private static func drawLoss(_ loss: StatusField, with painter: inout Painter) {
    let rect = painter.rect
    guard !rect.isEmpty else { return }
    // Without room for both the number is worth more than its label.
    let label = loss.width <= rect.columns ? [TextRun(loss.label + " ", .label)] : []
    painter.draw(label + [TextRun(loss.value, loss.style)], x: rect.x, y: rect.y, width: rect.columns)
  }
}
