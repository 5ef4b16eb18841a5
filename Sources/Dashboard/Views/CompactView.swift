import Screen

/// What is left on a very small screen: the state word, the loss, then whatever fits.
enum CompactView {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let word = StateWord(state)
    let ellipsis = state.glyphs.symbols.ellipsis
    let chip = Style(word.role, bold: true, reversed: true)
    let used = grid.draw(
      word.text, x: rect.x, y: rect.y, width: rect.columns, style: chip, ellipsis: ellipsis)
    let loss = StatusPanel.loss(state)
    var row = rect.y + 1
    if rect.columns - used > loss.width {
      drawLoss(loss, x: rect.x + used + 1, y: rect.y, in: rect, on: &grid, ellipsis)
    } else {
      drawLoss(loss, x: rect.x, y: row, in: rect, on: &grid, ellipsis)
      row += 1
    }
    let rest = rect.dropTop(row - rect.y)
    guard !rest.isEmpty else { return }
    let lines = rest.rows >= 4 ? 2 : 1
    let others = StatusLine(StatusPanel.line(state).fields.filter { $0 != loss })
    others.draw(in: rest.top(lines), on: &grid, glyphs: state.glyphs)
    let chart = rest.dropTop(lines)
    if state.history.training.points.isEmpty {
      Notice.draw(Notice.waiting, in: chart, on: &grid, glyphs: state.glyphs)
    } else {
      LossPanel.chart(state).draw(in: chart, on: &grid, glyphs: state.glyphs)
    }
  }

  private static func drawLoss(
    _ loss: StatusField, x: Int, y: Int, in rect: Rect, on grid: inout Grid, _ ellipsis: Character
  ) {
    guard y < rect.maxY else { return }
    // Without room for both the number says more than its label.
    let label = loss.width <= rect.maxX - x ? [TextRun(loss.label + " ", .label)] : []
    let runs = label + [TextRun(loss.value, loss.style)]
    grid.draw(runs, x: x, y: y, width: rect.maxX - x, ellipsis: ellipsis)
  }
}
