import Screen

/// The panels of a view and their places: what drawing, focus and the mouse share.
enum ViewPanels {
  /// The panels on the screen as it is, in the order in which the focus goes round.
  static func places(_ state: DashboardState, in body: Rect) -> [(panel: PanelKind, rect: Rect)] {
    guard state.panels.isZoomed, let panel = state.panels.focused else {
      return places(of: state.view, in: body).filter { !$0.rect.isEmpty }
    }
    guard panel == .perturb else { return [(panel, body)] }
    return InputsView.zoomedPlaces(in: body).filter { !$0.rect.isEmpty }
  }

  /// Those of a view that shows several; none for other views.
  static func places(of view: ViewKind, in body: Rect) -> [(panel: PanelKind, rect: Rect)] {
    switch view {
    case .overview: Array(zip([.loss, .outputs, .neurons, .inputs], OverviewView.places(in: body)))
    case .inputs: InputsView.places(in: body).panels
    default: []
    }
  }

  static func draw(_ panel: PanelKind, _ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    switch panel {
    case .loss: LossPanel.draw(state, in: rect, on: &grid)
    case .outputs: OutputsPanel.draw(state, in: rect, on: &grid)
    case .neurons: TopNeuronsPanel.draw(state, in: rect, on: &grid)
    case .inputs: channelList(state).draw(in: rect, on: &grid)
    case .channel: ChannelPanel.draw(state, in: rect, on: &grid)
    case .perturb: KindsPanel.draw(state, in: rect, on: &grid)
    case .active: ActivePanel.draw(state, in: rect, on: &grid)
    case .effect: EffectPanel.draw(state, in: rect, on: &grid)
    }
  }

  /// In Inputs rows are scarce, and a chart shows the selected channel in full.
  static func channelList(_ state: DashboardState) -> ChannelList {
    ChannelList(state: state, maximumRows: state.view == .inputs && !state.panels.isZoomed ? 3 : 4)
  }
}

extension DashboardState {
  /// The panel whose frame stands out.
  func isFocused(_ panel: PanelKind) -> Bool {
    if let focused = panels.focused { return focused == panel }
    return view == .inputs && panel == .channel
  }
}
