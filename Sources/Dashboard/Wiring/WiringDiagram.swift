import Screen
import Telemetry

/// Layers as columns of neurons, synapses as lines between them.
struct WiringDiagram {
  let state: DashboardState
  let strengths: SynapseStrengths
  let layout: WiringLayout
  let choice: WiringChoice

  func draw(with painter: inout Painter) {
    var canvas = Canvas(size: layout.plot.size, glyphs: state.glyphs)
    for index in choice.others { drawSynapse(index, isSelected: false, on: &canvas) }
    canvas.beginLayer()
    for index in choice.selected { drawSynapse(index, isSelected: true, on: &canvas) }
    canvas.draw(on: &painter.grid, x: layout.plot.x, y: layout.plot.y)
    for column in layout.columns {
      painter.draw(
        column.title, x: column.rect.x, y: column.rect.y,
        width: min(column.rect.columns + 5, layout.plot.maxX - column.rect.x),
        style: Style(.title, bold: true))
    }
    drawInputs(with: &painter)
    drawNeurons(with: &painter)
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

  private func drawInputs(with painter: inout Painter) {
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
        in: rect, with: &painter)
    }
  }

  private func drawNeurons(with painter: inout Painter) {
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
        WiringLayout.label(state, neuron: neuron), shade, style, isSelected: isSelected, in: rect,
        with: &painter)
    }
  }

  /// Whether any of the selected neuron's synapses on the screen is one of these.
  private func isPartner(_ condition: (SynapseSummary) -> Bool) -> Bool {
    choice.selected.contains { condition(state.description.model.synapses[$0]) }
  }

  private func drawNode(
    _ label: String, _ shade: Grid.Cell, _ style: Style, isSelected: Bool, in rect: Rect,
    with painter: inout Painter
  ) {
    let symbols = state.glyphs.symbols
    painter.grid.clear(rect)
    if isSelected {
      painter.draw(symbols.selected, x: rect.x, y: rect.y, style: Style(.focus, bold: true))
    }
    for column in 1..<WiringLayout.leadColumns { painter.grid[rect.x + column, rect.y] = shade }
    painter.draw(
      label, x: rect.x + WiringLayout.leadColumns, y: rect.y,
      width: rect.columns - WiringLayout.leadColumns, style: style)
  }
}

/// The line of one synapse on the canvas.
private struct WiringPath {
  let from: Rect
  let to: Rect
  let plot: Rect
  let isThick: Bool
  let stroke: Stroke

  func draw(style: Style, on canvas: inout Canvas) {
    let (across, down) = canvas.glyphs.dotsPerCell
    func dotX(_ column: Int) -> Int { (column - plot.x) * across }
    func dotY(_ rect: Rect) -> Int { (rect.y - plot.y) * down + down / 2 }
    let (startY, endY) = (dotY(from), dotY(to))
    if from.maxX < to.x || to.maxX < from.x {
      // Forwards from right edge to left edge, backwards the other way round.
      let isForward = from.maxX < to.x
      let startX = isForward ? dotX(from.maxX) : dotX(from.x) - 1
      let endX = isForward ? dotX(to.x) - 1 : dotX(to.maxX)
      line(startX, startY, endX, endY, style, &canvas)
      return
    }
    // Inside of one layer: an arc to the right, longer ways farther out.
    let startX = dotX(from.maxX)
    let endX = dotX(to.maxX)
    let reach = min(4 * across, across + abs(endY - startY) / (2 * down)) + max(startX, endX)
    if from == to {
      line(startX, startY, reach, startY, style, &canvas)
      return
    }
    let middle = (startY + endY) / 2
    line(startX, startY, reach, middle, style, &canvas)
    line(reach, middle, endX, endY, style, &canvas)
  }

  private func line(
    _ startX: Int, _ startY: Int, _ endX: Int, _ endY: Int, _ style: Style, _ canvas: inout Canvas
  ) {
    canvas.line(fromX: startX, y: startY, toX: endX, y: endY, style: style, stroke: stroke)
    guard isThick, canvas.glyphs == .braille else { return }
    canvas.line(fromX: startX, y: startY + 1, toX: endX, y: endY + 1, style: style, stroke: stroke)
  }
}

/// Which synapses are drawn: those of the selected neuron, and of the others the strongest, as many as can be told
/// apart.
struct WiringChoice {
  /// Weakest first, so that the strong ones lie on top.
  let others: [Int]
  let selected: [Int]
  let hiddenCount: Int

  /// - Parameter rows: the rows of the picture.
  init(_ state: DashboardState, _ strengths: SynapseStrengths, rows: Int) {
    let count = state.description.model.synapses.count
    let neuron = state.selectedNeuron
    let connections = state.connections
    let own = Set(
      neuron < state.neuronCount ? connections.incoming[neuron] + connections.outgoing[neuron] : [])
    let rest = strengths.sorted((0..<count).filter { !own.contains($0) })
    let limit = max(8, rows * 3 / 2)
    others = rest.prefix(limit).filter { !strengths.hasReadings || strengths.share($0) >= 0.01 }.reversed()
    selected = strengths.sorted(Array(own)).prefix(max(limit, 24)).reversed()
    hiddenCount = count - others.count - selected.count
  }
}
