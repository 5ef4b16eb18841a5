import Screen

extension DashboardState {
  /// Rows that a turn of the wheel scrolls.
  private static let wheelRows = 3

  mutating func handle(_ mouse: MouseEvent) -> [Effect] {
    switch mouse.kind {
    case .press: return press(x: mouse.x, y: mouse.y)
    case .drag: return drag(x: mouse.x, y: mouse.y)
    case .release: panels.dragged = nil
    case .wheelUp: turnWheel(by: -Self.wheelRows, x: mouse.x, y: mouse.y)
    case .wheelDown: turnWheel(by: Self.wheelRows, x: mouse.x, y: mouse.y)
    }
    return []
  }

  /// Selects what is drawn there and focuses its panel.
  private mutating func press(x: Int, y: Int) -> [Effect] {
    let (panel, hit) = hit(x: x, y: y)
    panels.dragged = nil
    if let panel, !panels.isZoomed { panels.focused = panel }
    switch hit {
    case .key(let key): return handle(key)
    case .select(let select): select(&self)
    case .step(let step):
      panels.dragged = panel
      return setCursor(step)
    case nil: break
    }
    return []
  }

  /// The time cursor follows the pointer in the panel where the button went down.
  private mutating func drag(x: Int, y: Int) -> [Effect] {
    let (panel, hit) = hit(x: x, y: y)
    guard panels.dragged != nil, panel == panels.dragged, case .step(let step) = hit else { return [] }
    return setCursor(step)
  }

  /// Scrolls what is under the pointer; selections stay as they are.
  private mutating func turnWheel(by rows: Int, x: Int, y: Int) {
    guard let plan = ScreenPlan(self, size: size) else { return }
    if let scroll = help?.scroll {
      let limit = HelpPage.scrollLimit(self)
      help?.scroll = min(max(0, min(scroll, limit) + rows), limit)
      return
    }
    guard let (panel, rect) = panelPlace(x: x, y: y, in: plan.body) else { return }
    panel.panel.scroll(&self, by: rows, in: rect)
  }

  /// The panel that `render` drew at a cell of the screen, and what is there.
  private func hit(x: Int, y: Int) -> (panel: PanelKind?, hit: PanelHit?) {
    guard let plan = ScreenPlan(self, size: size) else { return (nil, nil) }
    if plan.header.contains(x: x, y: y) { return (nil, Header.hit(self, x: x, y: y, in: plan.header)) }
    if plan.footer.contains(x: x, y: y) { return (nil, Footer.hit(self, x: x, in: plan.footer)) }
    guard help == nil, let (panel, rect) = panelPlace(x: x, y: y, in: plan.body) else { return (nil, nil) }
    guard Panel.inside(rect).contains(x: x, y: y) else { return (panel, nil) }
    return (panel, panel.panel.hit(self, x: x, y: y, in: rect))
  }

  private func panelPlace(x: Int, y: Int, in body: Rect) -> (panel: PanelKind, rect: Rect)? {
    guard body.contains(x: x, y: y) else { return nil }
    return panelPlaces(in: body).first { $0.rect.contains(x: x, y: y) }
  }
}
