import Screen

extension DashboardState {
  /// Views, layers and selections.
  mutating func navigate(_ command: KeyCommand) {
    switch command {
    case .toggleHelp: help = help == nil ? HelpState() : nil
    case .show(let view): show(view)
    case .cycleView(let offset): show(view.advanced(by: offset))
    case .move(let move): self.move(move)
    case .open: open()
    case .back: back()
    case .find: find()
    case .channel(let offset): selectChannel(offset)
    default: break
    }
  }

  /// Selects a neuron, and opens it where the view is that of the neurons.
  mutating func show(_ view: ViewKind, neuron: Int?) {
    show(view)
    guard let neuron, neuron < neuronCount, neuron >= 0 else { return }
    selectedNeuron = neuron
    isDetailOpen = view == .neurons
  }

  private mutating func show(_ view: ViewKind) {
    if view != self.view { panels.focused = nil }
    panels.isZoomed = false
    panels.dragged = nil
    self.view = view
    isDetailOpen = false
    detailScroll = 0
    neuronList.isEditingFilter = false
    runList.isEditingFilter = false
    // The filter may have been left standing while another neuron was selected elsewhere.
    if view.listsNeurons { updateNeuronOrder() }
  }

  private mutating func open() {
    neuronList.isEditingFilter = false
    guard neuronCount > 0, view != .inputs, view != .runs else { return }
    if !neuronList.order.contains(selectedNeuron) {
      neuronList.filter = ""
      updateNeuronOrder()
    }
    if view != .neurons { show(.neurons) }
    panels.isZoomed = false
    panels.focused = nil
    isDetailOpen = true
    detailScroll = 0
  }

  /// Whether there is no layer to step out of.
  var isAtTop: Bool { help == nil && !isDetailOpen && view == .overview }

  /// One layer out: help's search, help, the open neuron, the filter, then the view.
  private mutating func back() {
    if let help {
      self.help = help.search.isEmpty ? nil : HelpState()
    } else if panels.isZoomed {
      panels.isZoomed = false
    } else if isDetailOpen {
      isDetailOpen = false
      detailScroll = 0
      panels.focused = nil
    } else if view.listsNeurons, !neuronList.filter.isEmpty {
      neuronList.filter = ""
      updateNeuronOrder()
    } else if view == .runs, !runList.filter.isEmpty {
      runList.filter = ""
      runList.updateOrder()
    } else if panels.focused != nil {
      panels.focused = nil
    } else {
      show(.overview)
    }
  }

  /// True where the view has no layer to step out of.
  var isOutermost: Bool { help == nil && !isDetailOpen && view == .overview }

  private mutating func find() {
    if help != nil {
      help?.isSearching = true
      return
    }
    if view == .runs {
      runList.isEditingFilter = true
      return
    }
    show(view == .raster ? .raster : .neurons)
    neuronList.isEditingFilter = true
  }

  private mutating func selectChannel(_ offset: Int) {
    guard channelCount > 0 else { return }
    panels.channelScroll.isFree = false
    selectedChannel = ((selectedChannel + offset) % channelCount + channelCount) % channelCount
  }

  private mutating func move(_ move: KeyCommand.Move) {
    if help != nil {
      scrollHelp(move)
      return
    }
    switch view {
    case .inputs where panels.focused == .active:
      panels.activeSelection = moved(
        selectedActiveRow ?? 0, move, count: activeItems.count, page: pageRows)
      panels.activeScroll.isFree = false
    case .runs:
      let page = RunsView.visibleRows(self, size: size)
      selectRun(
        row: moved(runList.selectedRow ?? 0, move, count: runList.order.count, page: page))
    case .inputs:
      panels.channelScroll.isFree = false
      selectedChannel = moved(selectedChannel, move, count: channelCount, page: pageRows)
    case .neurons where isDetailOpen && (move == .pageUp || move == .pageDown):
      scrollSynapses(by: move == .pageUp ? -5 : 5)
    case .overview, .neurons, .raster, .wiring:
      moveNeuron(move)
    }
  }

  /// Scrolls the synapses of the open neuron.
  mutating func scrollSynapses(by rows: Int) {
    guard selectedNeuron < neuronCount else { return }
    let limit = max(connections.incoming[selectedNeuron].count, connections.outgoing[selectedNeuron].count)
    detailScroll = min(max(0, detailScroll + rows), max(0, limit - 1))
  }

  private mutating func moveNeuron(_ move: KeyCommand.Move) {
    let order = selectionOrder
    let top = hiddenSelectionTop
    panels.neuronScroll.isFree = false
    neuronList.isScrolledFreely = false
    guard !order.isEmpty else { return }
    let position = order.firstIndex(of: selectedNeuron)
    let next = top ?? position.map { moved($0, move, count: order.count, page: pageRows) } ?? 0
    if selectedNeuron != order[next] { detailScroll = 0 }
    selectedNeuron = order[next]
    let window = ListWindow(
      count: neuronList.order.count, rows: pageRows, selected: next, preferred: neuronList.firstRow)
    if view == .neurons { neuronList.firstRow = window.first }
    if let place = overviewNeurons {
      panels.neuronScroll.first = TopNeuronsPanel.window(self, in: place).first
    }
  }

  /// Where the overview lists neurons; nil in other views and where it has no room for them.
  private var overviewNeurons: Rect? {
    guard view == .overview, let plan = ScreenPlan(self, size: size) else { return nil }
    return ViewPanels.places(self, in: plan.body).first { $0.panel == .neurons }?.rect
  }

  /// The first row of the overview's list where that was scrolled away from the selection, which then begins there.
  private var hiddenSelectionTop: Int? {
    guard let place = overviewNeurons, !TopNeuronsPanel.showsSelection(self, in: place) else { return nil }
    return TopNeuronsPanel.window(self, in: place).first
  }

  private mutating func scrollHelp(_ move: KeyCommand.Move) {
    guard let help else { return }
    let limit = HelpView.scrollLimit(self)
    let next = moved(min(help.scroll, limit), move, count: limit + 1, page: HelpView.pageRows(self))
    self.help?.scroll = next
  }

  private func moved(_ index: Int, _ move: KeyCommand.Move, count: Int, page: Int) -> Int {
    guard count > 0 else { return 0 }
    let target =
      switch move {
      case .up: index - 1
      case .down: index + 1
      case .pageUp: index - page
      case .pageDown: index + page
      case .first: 0
      case .last: count - 1
      }
    return min(max(0, target), count - 1)
  }

  /// The neurons in the order in which the view shows them.
  private var selectionOrder: [Int] {
    switch view {
    case .overview: overviewOrder
    case .raster: RasterRows.order(self)
    case .wiring: LayerOrder(description.model).neurons
    case .neurons, .inputs, .runs: neuronList.order
    }
  }

  /// The neurons as the overview ranks them.
  var overviewOrder: [Int] { digest?.byActivity ?? Array(description.model.neurons.indices) }

  /// About the rows of a list that fills the screen.
  private var pageRows: Int { max(1, NeuronsView.visibleRows(self, size: size)) }
}
