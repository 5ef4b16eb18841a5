import Screen

extension DashboardState {
  /// Moves the focus from panel to panel, and the focused one to full screen and back.
  mutating func movePanels(_ command: KeyCommand) {
    let shown = panelsOnScreen
    guard !shown.isEmpty else { return }
    switch command {
    case .zoom:
      if !panels.isZoomed, !shown.contains(where: isFocused) { panels.focused = shown[0] }
      panels.focused = panels.focused ?? shown.first(where: isFocused)
      panels.isZoomed.toggle()
    case .focus(let offset):
      let position = shown.firstIndex(where: isFocused)
      let start = position ?? (offset > 0 ? -1 : 0)
      panels.focused = shown[((start + offset) % shown.count + shown.count) % shown.count]
    default:
      break
    }
  }

  /// The panels of the view, whether or not one of them fills the screen; all of them where the screen is too small for
  /// any.
  private var panelsOnScreen: [PanelKind] {
    let body = ScreenPlan(self, size: size)?.body ?? Rect(x: 0, y: 0, columns: 80, rows: 24)
    return ViewPanels.arranged(self, in: body).filter { !$0.rect.isEmpty }.map(\.panel)
  }
}
