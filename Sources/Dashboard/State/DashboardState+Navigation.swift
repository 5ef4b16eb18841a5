import Screen

// Views, the layers above them, and selections.
extension DashboardState {
  mutating func toggleHelp() -> [Effect] {
    help = help == nil ? HelpState() : nil
    return []
  }

  @discardableResult
  mutating func show(_ kind: ViewKind) -> [Effect] {
    if kind != view { panels.focused = nil }
    panels.isZoomed = false
    panels.dragged = nil
    view = kind
    isDetailOpen = false
    detailScroll = 0
    neuronList.isEditingFilter = false
    runList.isEditingFilter = false
    sweepList.isEditingFilter = false
    // Another neuron may have been selected elsewhere since the filter was typed.
    if kind.view.listsNeurons { updateNeuronOrder() }
    return []
  }

  /// Shows a view and selects a neuron, which Neurons opens.
  mutating func show(_ kind: ViewKind, neuron: Int?) {
    show(kind)
    guard let neuron, neuron < neuronCount, neuron >= 0 else { return }
    selectNeuron(neuron)
    isDetailOpen = kind == .neurons
  }

  mutating func openNeuron() -> [Effect] {
    neuronList.isEditingFilter = false
    guard neuronCount > 0, view.view.opensNeuron else { return [] }
    if !neuronList.order.contains(selectedNeuron) {
      neuronList.filter = ""
      updateNeuronOrder()
    }
    if view != .neurons { show(.neurons) }
    panels.isZoomed = false
    panels.focused = nil
    isDetailOpen = true
    detailScroll = 0
    return []
  }

  /// Esc: stops opening a run, switches the time cursor off, leaves a nested dashboard, or steps out one layer.
  mutating func back() -> [Effect] {
    if runList.opening != nil { return cancelOpening() }
    guard help == nil, !isDetailOpen, view == homeView else { return stepOut() }
    if cursorStep != nil { return setCursor(nil) }
    return isNested ? [.quit] : stepOut()
  }

  /// Steps out one layer: help's search, help, the full screen, the selected synapse, the open neuron, the filter, the
  /// focus, then the view.
  mutating func stepOut() -> [Effect] {
    if let help {
      self.help = help.search.isEmpty ? nil : HelpState()
    } else if panels.isZoomed {
      panels.isZoomed = false
    } else if showsSynapses, selectedSynapse != nil {
      selectedSynapse = nil
    } else if isDetailOpen {
      isDetailOpen = false
      detailScroll = 0
      panels.focused = nil
    } else if view.view.listsNeurons, !neuronList.filter.isEmpty {
      neuronList.filter = ""
      updateNeuronOrder()
    } else if view == .runs, !runList.filter.isEmpty {
      runList.filter = ""
      runList.updateOrder()
    } else if view == .sweep, !sweepList.filter.isEmpty {
      sweepList.filter = ""
      sweepList.updateOrder()
    } else if panels.focused != nil {
      panels.focused = nil
    } else {
      show(homeView)
    }
    return []
  }

  /// Begins typing what is to be found: keys in help, runs in Runs, trials in Sweep, else neurons.
  mutating func find() -> [Effect] {
    if help != nil {
      help?.isSearching = true
    } else if view == .runs {
      runList.isEditingFilter = true
    } else if view == .sweep {
      sweepList.isEditingFilter = true
    } else if neuronCount > 0 || mode != .sweep {
      show(view.view.listsNeurons ? view : .neurons)
      neuronList.isEditingFilter = true
    }
    return []
  }

  /// Moves the selection of the view, or scrolls help.
  mutating func move(_ move: ListMove) -> [Effect] {
    if let help {
      let limit = HelpPage.scrollLimit(self)
      let row = move.from(min(help.scroll, limit), count: limit + 1, page: HelpPage.pageRows(self))
      self.help?.scroll = row
    } else {
      view.view.move(&self, move)
    }
    return []
  }

  mutating func selectChannel(by offset: Int) -> [Effect] {
    guard channelCount > 0 else { return [] }
    panels.channelScroll.isFree = false
    selectedChannel = ((selectedChannel + offset) % channelCount + channelCount) % channelCount
    return []
  }

  mutating func selectNeuron(_ neuron: Int) {
    guard neuron != selectedNeuron else { return }
    selectedNeuron = neuron
    selectedSynapse = nil
    detailScroll = 0
  }

  /// Moves the selected neuron through a list of them, or to a row of it.
  mutating func moveNeuron(_ move: ListMove, in order: [Int], to row: Int? = nil) {
    panels.neuronScroll.isFree = false
    neuronList.scroll.isFree = false
    guard !order.isEmpty else { return }
    let position = order.firstIndex(of: selectedNeuron)
    let next = row ?? position.map { move.from($0, count: order.count, page: pageRows) } ?? 0
    selectNeuron(order[next])
  }

  /// Scrolls the synapses of the selected neuron.
  mutating func scrollSynapses(by rows: Int) {
    guard selectedNeuron < neuronCount else { return }
    let limit = max(connections.incoming[selectedNeuron].count, connections.outgoing[selectedNeuron].count)
    panels.showsSelectedSynapse = false
    detailScroll = min(max(0, detailScroll + rows), max(0, limit - 1))
  }

  /// About the rows of a list that fills the screen: without its frame and its heading.
  var pageRows: Int { max(1, (ScreenPlan(self, size: size)?.body.rows ?? 0) - 3) }
}

// What the program asks for, and how things look.
extension DashboardState {
  mutating func quit() -> [Effect] {
    isQuitting = true
    return mode == .live && !hasEnded ? [.send(.stop), .quit] : [.quit]
  }

  mutating func toggleLogarithmicLoss() -> [Effect] {
    isLossLogarithmic.toggle()
    return showMessage(
      "\(isStream ? "axis of the error" : "loss axis"): \(isLossLogarithmic ? "logarithmic" : "linear")")
  }

  mutating func toggleOutliers() -> [Effect] {
    showsOutliers.toggle()
    let what = isStream ? "axis of the error" : "loss axis"
    return showMessage("\(what): \(showsOutliers ? "every value" : "outliers left out")")
  }

  mutating func toggleSmoothing() -> [Effect] {
    isSmoothed.toggle()
    return showMessage("smoothing: \(isSmoothed ? "on" : "off")")
  }

  mutating func nextLossAxis() -> [Effect] {
    lossAxis = lossAxis.next
    guard isStream else { return showMessage("loss over \(lossAxis.title)") }
    return showMessage("error over \(lossAxis == .step ? "row" : lossAxis.title)")
  }

  mutating func changeTheme(by offset: Int) -> [Effect] {
    guard !themeNames.isEmpty else { return [] }
    themeIndex = (themeIndex + offset + themeNames.count) % themeNames.count
    return showMessage("theme: \(themeNames[themeIndex])")
  }

  mutating func nextGlyphs() -> [Effect] {
    let all = GlyphChoice.allCases.filter { $0 != .pixels || cellPixels != nil }
    let present =
      drawsPixels && cellPixels != nil ? GlyphChoice.pixels : GlyphChoice(rawValue: glyphs.rawValue)
    let next = all[((present.flatMap(all.firstIndex) ?? 0) + 1) % all.count]
    (glyphs, drawsPixels) = (next.glyphs, next == .pixels)
    return showMessage("glyphs: \(next.rawValue)")
  }
}
