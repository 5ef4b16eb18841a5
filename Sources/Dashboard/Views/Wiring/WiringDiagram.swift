import Screen
import Telemetry

/// Layers as columns of neurons, synapses as lines between them.
struct WiringDiagram {
  let state: DashboardState
  let strengths: SynapseStrengths
  let layout: WiringLayout
  let choice: WiringChoice

  func draw(on grid: inout Grid) {
    var canvas = Canvas(size: layout.plot.size, glyphs: state.glyphs)
    for index in choice.others { drawSynapse(index, isSelected: false, on: &canvas) }
    canvas.beginLayer()
    for index in choice.selected { drawSynapse(index, isSelected: true, on: &canvas) }
    canvas.draw(on: &grid, x: layout.plot.x, y: layout.plot.y)
    for column in layout.columns {
      grid.draw(
        column.title, x: column.rect.x, y: column.rect.y,
        width: min(column.rect.columns + 5, layout.plot.maxX - column.rect.x),
        style: Style(.title, bold: true), ellipsis: state.glyphs.symbols.ellipsis)
    }
    drawInputs(on: &grid)
    drawNeurons(on: &grid)
  }

  /// The colour of a sign; its stroke is solid or dashed.
  static func style(isNegative: Bool) -> Style { Style(isNegative ? .error : .validation) }

  private func drawSynapse(_ index: Int, isSelected: Bool, on canvas: inout Canvas) {
    let synapse = state.description.model.synapses[index]
    let sources = synapse.isSensory ? layout.inputs : layout.neurons
    guard sources.indices.contains(synapse.source), layout.neurons.indices.contains(synapse.target) else {
      return
    }
    let share = strengths.share(index)
    let isNegative = strengths.isNegative(index)
    var style = strengths.hasReadings ? Self.style(isNegative: isNegative) : Style(.axis)
    style.isBold = isSelected
    style.isDim = !isSelected && share < 0.5
    WiringPath(
      from: sources[synapse.source], to: layout.neurons[synapse.target], plot: layout.plot,
      isThick: share >= 0.6 || (isSelected && share >= 0.3), stroke: isNegative ? .dashed : .solid
    )
    .draw(style: style, on: &canvas)
  }

  private func drawInputs(on grid: inout Grid) {
    let probe = state.frame?.probe.nominal
    for (channel, rect) in layout.inputs.enumerated() where !rect.isEmpty {
      let digest = SeriesDigest(probe?.input(channel) ?? [])
      let scale = HeatScale.sequential(
        ValueScale(kind: .linear, lower: Double(digest.minimum), upper: Double(digest.maximum)), role: .label)
      let value = Double(state.momentInput(ofChannel: channel))
      let isActive = isPartner { $0.isSensory && $0.source == channel }
      let style =
        state.isPerturbed(channel: channel)
        ? ProbeChart.perturbedStyle : Style(isActive ? .bright : .value, bold: isActive)
      drawNode(
        state.channelName(channel), scale.cell(for: value, glyphs: state.glyphs), style, isSelected: false,
        in: rect, on: &grid)
    }
  }

  private func drawNeurons(on grid: inout Grid) {
    let scale = HeatScale.diverging(limit: state.stateLimit, positive: .focus, negative: .error)
    for (neuron, rect) in layout.neurons.enumerated() where !rect.isEmpty {
      let isSelected = neuron == state.selectedNeuron
      let isActive = isPartner { ($0.source == neuron && !$0.isSensory) || $0.target == neuron }
      var style = Style(isActive ? .bright : .value, bold: isActive)
      if state.intervention(on: neuron) != nil { style = ProbeChart.perturbedStyle }
      if isSelected { style.background = .selection }
      let value = Double(state.momentState(ofNeuron: neuron))
      let shade =
        state.frame == nil ? Grid.Cell(" ", style: Style()) : scale.cell(for: value, glyphs: state.glyphs)
      drawNode(
        WiringLayout.label(state, neuron: neuron), shade, style, isSelected: isSelected, in: rect, on: &grid)
    }
  }

  /// Whether any of the selected neuron's synapses on the screen is one of these.
  private func isPartner(_ condition: (SynapseSummary) -> Bool) -> Bool {
    choice.selected.contains { condition(state.description.model.synapses[$0]) }
  }

  private func drawNode(
    _ label: String, _ shade: Grid.Cell, _ style: Style, isSelected: Bool, in rect: Rect,
    on grid: inout Grid
  ) {
    let symbols = state.glyphs.symbols
    grid.clear(rect)
    if isSelected {
      grid.draw(String(symbols.selected), x: rect.x, y: rect.y, width: 1, style: Style(.focus, bold: true))
    }
    for column in 1..<WiringLayout.leadColumns { grid[rect.x + column, rect.y] = shade }
    grid.draw(
      label, x: rect.x + WiringLayout.leadColumns, y: rect.y,
      width: rect.columns - WiringLayout.leadColumns, style: style, ellipsis: symbols.ellipsis)
  }
}
