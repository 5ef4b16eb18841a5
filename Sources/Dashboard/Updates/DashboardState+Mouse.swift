import Screen

extension DashboardState {
  /// Rows a turn of the wheel scrolls.
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
    let hit = Hit(x: x, y: y, self)
    panels.dragged = nil
    if let panel = hit.panel, !panels.isZoomed { panels.focused = panel }
    switch hit.target {
    case .tab(let view):
      help = nil
      navigate(.show(view))
    case .hint(let key): return handle(key)
    case .neuron(let neuron): selectNeuron(neuron)
    case .heading(let column):
      neuronList.sort(by: column)
      updateNeuronOrder()
    case .run(let row): selectRun(row: row)
    case .runHeading(let column):
      runList.sort(by: column)
      runList.updateOrder()
    case .channel(let channel): selectedChannel = channel
    case .kind(let kind): selectedKind = kind
    case .active(let row): panels.activeSelection = row
    case .moment(let step):
      panels.dragged = hit.panel
      return setCursor(step)
    case nil: break
    }
    return []
  }

  private mutating func selectNeuron(_ neuron: Int) {
    guard neuron != selectedNeuron else { return }
    selectedNeuron = neuron
    detailScroll = 0
  }

  /// The time cursor follows the pointer in the panel where the button went down.
  private mutating func drag(x: Int, y: Int) -> [Effect] {
    guard let panel = panels.dragged else { return [] }
    let hit = Hit(x: x, y: y, self)
    guard hit.panel == panel, case .moment(let step) = hit.target else { return [] }
    return setCursor(step)
  }

  /// Scrolls the list under the pointer; selections stay as they are.
  private mutating func turnWheel(by rows: Int, x: Int, y: Int) {
    guard let plan = ScreenPlan(self, size: size) else { return }
    if let scroll = help?.scroll {
      let limit = HelpView.scrollLimit(self)
      help?.scroll = min(max(0, min(scroll, limit) + rows), limit)
      return
    }
    guard plan.body.contains(x: x, y: y) else { return }
    if let place = ViewPanels.places(self, in: plan.body).first(where: { $0.rect.contains(x: x, y: y) }) {
      scroll(place.panel, by: rows, in: place.rect)
    }
  }

  private mutating func scroll(_ panel: PanelKind, by rows: Int, in rect: Rect) {
    switch panel {
    case .neurons:
      let window = TopNeuronsPanel.window(self, in: rect)
      panels.neuronScroll.turn(
        by: rows, from: window.first, count: neuronCount, visible: window.visible.count)
    case .inputs:
      let places = ViewPanels.channelList(self).places(in: rect)
      guard let first = places.first else { return }
      panels.channelScroll.turn(
        by: rows.signum(), from: first.channel, count: channelCount, visible: places.count)
    case .active:
      let window = ActivePanel.window(self, in: rect)
      panels.activeScroll.turn(
        by: rows.signum(), from: window.first, count: activeItems.count, visible: window.visible.count)
    case .neuronTable:
      let window = NeuronsView.window(self, in: rect)
      let limit = max(0, neuronList.order.count - window.visible.count)
      neuronList.firstRow = min(max(0, window.first + rows), limit)
      neuronList.isScrolledFreely = true
    case .incoming, .outgoing: scrollSynapses(by: rows)
    case .state, .timeConstant:
      if isDetailOpen { scrollSynapses(by: rows) }
    case .runs:
      let last = runList.order.count - 1
      selectRun(row: min(max(0, (runList.selectedRow ?? 0) + rows), last))
    case .loss, .conditions, .outputs, .channel, .perturb, .road, .effect, .raster, .wiring:
      return
    }
  }
}
