import Screen

/// Draws the dashboard: the same state and size always give the same screen.
public func render(_ state: DashboardState, size: Size) -> Grid {
  var grid = Grid(size: size)
  guard let plan = ScreenPlan(state, size: size) else {
    CompactView.draw(state, in: grid.bounds, on: &grid)
    return grid
  }
  HeaderPanel.draw(state, in: plan.header, on: &grid)
  StatusPanel.line(state).draw(in: plan.status, on: &grid, glyphs: state.glyphs)
  ProgressPanel.draw(state, in: plan.progress, on: &grid)
  if state.help != nil {
    HelpView.draw(state, in: plan.body, on: &grid)
  } else {
    for (panel, place) in ViewPanels.places(state, in: plan.body) {
      ViewPanels.draw(panel, state, in: place, of: plan.body, on: &grid)
    }
  }
  FooterPanel.draw(state, in: plan.footer, on: &grid)
  return grid
}
