import Screen

/// The panels of a view and their places: what drawing, focus and the mouse share.
enum ViewPanels {
  /// The panels on the screen as it is, in the order in which the focus goes round.
  static func places(_ state: DashboardState, in body: Rect) -> [(panel: PanelKind, rect: Rect)] {
    guard state.panels.isZoomed, let panel = state.panels.focused else {
      return arranged(state, in: body).filter { !$0.rect.isEmpty }
    }
    guard panel == .perturb else { return [(panel, body)] }
    return InputsView.zoomedPlaces(in: body).filter { !$0.rect.isEmpty }
  }

  /// The panels of the view where none of them fills the screen.
  static func arranged(_ state: DashboardState, in body: Rect) -> [(panel: PanelKind, rect: Rect)] {
    switch state.view {
    case .overview: OverviewView.panels(state, in: body)
    case .inputs: InputsView.places(in: body, hasRoad: state.frame?.drive != nil).panels
    case .neurons where state.isDetailOpen: NeuronDetailView.panels(state, in: body)
    case .neurons: NeuronsView.panels(state, in: body)
    case .raster: RasterView.panels(state, in: body)
    case .wiring: WiringView.panels(state, in: body)
    case .runs: RunsView.panels(in: body)
    }
  }

  /// - Parameter body: where all panels of the view are.
  static func draw(
    _ panel: PanelKind, _ state: DashboardState, in rect: Rect, of body: Rect, on grid: inout Grid
  ) {
    switch panel {
    case .loss: LossPanel.draw(state, in: rect, on: &grid)
    case .outputs: OutputsPanel.draw(state, in: rect, on: &grid)
    case .neurons: TopNeuronsPanel.draw(state, in: rect, on: &grid)
    case .inputs: channelList(state).draw(in: rect, on: &grid)
    case .conditions: ConditionsPanel.draw(state, in: rect, on: &grid)
    case .channel: ChannelPanel.draw(state, in: rect, on: &grid)
    case .perturb: KindsPanel.draw(state, in: rect, on: &grid)
    case .active: ActivePanel.draw(state, in: rect, on: &grid)
    case .road: RoadPanel.draw(state, in: rect, on: &grid)
    case .effect: EffectPanel.draw(state, in: rect, on: &grid)
    case .neuronTable: NeuronsView.drawTable(state, in: rect, on: &grid)
    case .state, .timeConstant: NeuronDetailView.draw(panel, state, in: rect, on: &grid)
    case .incoming, .outgoing:
      SynapsePanel(state: state, neuron: state.selectedNeuron, isIncoming: panel == .incoming)
        .draw(in: rect, on: &grid)
    case .raster: RasterView.draw(state, in: body, on: &grid)
    case .wiring: WiringView.draw(state, in: rect, on: &grid)
    case .runs: RunsPanel.draw(state, in: rect, on: &grid)
    }
  }

  /// In Inputs rows are scarce, and a chart shows the selected channel in full.
  static func channelList(_ state: DashboardState) -> ChannelList {
    ChannelList(state: state, maximumRows: state.view == .inputs && !state.panels.isZoomed ? 3 : 4)
  }
}

extension DashboardState {
  func focus(of panel: PanelKind) -> Panel.Focus {
    guard isFocused(panel) else { return .none }
    return panels.isZoomed ? .zoomed : .focused
  }

  /// The panel whose frame stands out.
  func isFocused(_ panel: PanelKind) -> Bool {
    if let focused = panels.focused { return focused == panel }
    return panel == view.mainPanel
  }
}

extension ViewKind {
  /// The panel that has the focus until the person chooses one.
  fileprivate var mainPanel: PanelKind? {
    switch self {
    case .overview: nil
    case .neurons: .neuronTable
    case .raster: .raster
    case .wiring: .wiring
    case .inputs: .channel
    case .runs: .runs
    }
  }
}
