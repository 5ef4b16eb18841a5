import Screen

/// Draws the dashboard in cells alone: the same state and size always give the same screen.
public func render(_ state: DashboardState, size: Size) -> Grid {
  var painter = Painter(size: size, glyphs: state.glyphs)
  drawScreen(state, with: &painter)
  return painter.grid
}

/// Draws the dashboard, and what is finer than cells as pictures over blank ones, where the terminal shows them and the
/// person wants them.
public func renderPictures(_ state: DashboardState, size: Size) -> (grid: Grid, pictures: [Picture]) {
  var painter = Painter(size: size, glyphs: state.glyphs, cell: state.drawsPixels ? state.cellPixels : nil)
  drawScreen(state, with: &painter)
  let pictures = painter.takePictures()
  return (painter.grid, pictures)
}

private func drawScreen(_ state: DashboardState, with painter: inout Painter) {
  guard let plan = ScreenPlan(state, size: painter.grid.size) else {
    return CompactScreen.draw(state, with: &painter)
  }
  painter.draw(in: plan.header) { Header.draw(state, with: &$0) }
  StatusNumbers.line(state).draw(in: plan.status, with: &painter)
  painter.draw(in: plan.progress) { ProgressRow.draw(state, with: &$0) }
  if state.help != nil {
    painter.draw(in: plan.body) { HelpPage.draw(state, with: &$0) }
  } else {
    painter.body = plan.body
    for (kind, rect) in state.panelPlaces(in: plan.body) {
      painter.focus = state.focus(of: kind)
      painter.draw(in: rect) { kind.panel.draw(state, with: &$0) }
    }
  }
  painter.draw(in: plan.tour) { Tour.draw(state, with: &$0) }
  painter.draw(in: plan.footer) { Footer.draw(state, with: &$0) }
}

/// Where the fixed parts of the screen are and what they leave for the view.
struct ScreenPlan: Sendable, Hashable {
  let header: Rect
  let status: Rect
  let progress: Rect
  let body: Rect
  /// Empty where there is none.
  let tour: Rect
  let footer: Rect

  /// A smaller screen has no room for panels.
  private static let leastSize = Size(columns: 36, rows: 10)

  /// Nil where the screen is too small for panels.
  init?(_ state: DashboardState, size: Size) {
    guard size.columns >= Self.leastSize.columns, size.rows >= Self.leastSize.rows else { return nil }
    let limit = size.rows >= 30 ? 3 : size.rows >= 16 ? 2 : 1
    let status = StatusNumbers.line(state).rowCount(columns: size.columns - 2, limit: limit)
    let needsProgress = state.mode == .replay || state.outcome?.explanation != nil
    let hasProgress = size.rows >= 30 || (needsProgress && size.rows >= 16)
    let screen = Rect(x: 0, y: 0, columns: size.columns, rows: size.rows)
    let parts = screen.split(
      .vertical,
      [
        .fixed(1), .fixed(status), .fixed(hasProgress ? 1 : 0), .weight(1),
        .fixed(Tour.isShown(state, size: size) ? Tour.rows : 0), .fixed(1),
      ])
    header = parts[0]
    self.status = parts[1].inset(horizontal: 1, vertical: 0)
    progress = parts[2].inset(horizontal: 1, vertical: 0)
    body = parts[3]
    tour = parts[4]
    footer = parts[5]
  }
}
