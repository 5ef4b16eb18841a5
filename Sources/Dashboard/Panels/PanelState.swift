import Screen

/// Which panel has the focus, and how the panels' own lists are scrolled.
public struct PanelState: Sendable, Hashable {
  /// Nil until the person has chosen one.
  public internal(set) var focused: PanelKind?
  /// True where the focused panel fills the screen.
  public internal(set) var isZoomed = false
  /// The row of the list of active perturbations and interventions that Delete removes.
  public internal(set) var activeSelection = 0
  /// True from a move of the selected synapse to a turn of the wheel over the lists of synapses.
  var showsSelectedSynapse = false
  /// The panel over which the time cursor is being dragged.
  public internal(set) var dragged: PanelKind?
  /// From the top, where the most active neurons are, until the person moves the selection.
  var neuronScroll = ListScroll(isFree: true)
  var channelScroll = ListScroll()
  var activeScroll = ListScroll()
  var twinScroll = ListScroll(isFree: true)
  /// Of the panels that show a text: each is as large as it is, and scrolls its own.
  var textScrolls: [PanelKind: ListScroll] = [:]
}

extension DashboardState {
  /// The panels on the screen and their places: what drawing, the focus and the mouse share.
  ///
  /// - Parameter body: where all panels of the view are.
  package func panelPlaces(in body: Rect) -> [(panel: PanelKind, rect: Rect)] {
    guard panels.isZoomed, let panel = panels.focused else {
      return view.view.arrange(self, in: body).filter { !$0.rect.isEmpty }
    }
    guard panel == .perturb else { return [(panel, body)] }
    return InputsView.zoomedPlaces(in: body).filter { !$0.rect.isEmpty }
  }

  func focus(of panel: PanelKind) -> Panel.Focus {
    guard isFocused(panel) else { return .none }
    return panels.isZoomed ? .zoomed : .focused
  }

  /// Whether the panel's frame stands out.
  private func isFocused(_ panel: PanelKind) -> Bool { panel == panels.focused ?? view.view.mainPanel }

  /// The focused panel to full screen and back.
  mutating func toggleZoom() -> [Effect] {
    let shown = arrangedPanels
    guard !shown.isEmpty else { return [] }
    if !panels.isZoomed, !shown.contains(where: isFocused) { panels.focused = shown[0] }
    panels.focused = panels.focused ?? shown.first(where: isFocused)
    panels.isZoomed.toggle()
    return []
  }

  /// Gives the focus to the panel this many further.
  mutating func moveFocus(by offset: Int) -> [Effect] {
    let shown = arrangedPanels
    guard !shown.isEmpty else { return [] }
    let position = shown.firstIndex(where: isFocused)
    let start = position ?? (offset > 0 ? -1 : 0)
    panels.focused = shown[((start + offset) % shown.count + shown.count) % shown.count]
    return []
  }

  /// The panels of the view, whether or not one of them fills the screen; all of them where the screen is too small for
  /// any.
  var arrangedPanels: [PanelKind] {
    let body = ScreenPlan(self, size: size)?.body ?? Rect(x: 0, y: 0, columns: 80, rows: 24)
    return view.view.arrange(self, in: body).filter { !$0.rect.isEmpty }.map(\.panel)
  }
}
