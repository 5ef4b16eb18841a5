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
    drawMarks(with: &painter)
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
    guard let path = path(index, isSelected: isSelected) else { return }
    guard !choice.cut.contains(index) else { return path.draw(style: Style(.perturbed), on: &canvas) }
    var style =
      strengths.hasReadings ? Self.style(isNegative: strengths.isNegative(index)) : Style(.axis)
    style.isBold = isSelected
    style.isDim = !isSelected && strengths.share(index) < 0.5
    path.draw(style: style, on: &canvas)
  }

  /// Nil where an end of the synapse is not in the picture.
  private func path(_ index: Int, isSelected: Bool) -> WiringPath? {
    let synapse = state.description.model.synapses[index]
    let sources = synapse.isSensory ? layout.inputs : layout.neurons
    guard sources.indices.contains(synapse.source), layout.neurons.indices.contains(synapse.target) else {
      return nil
    }
    let share = strengths.share(index)
    let isCut = choice.cut.contains(index)
    return WiringPath(
      from: sources[synapse.source], to: layout.neurons[synapse.target], plot: layout.plot,
      isThick: !isCut && (share >= 0.6 || (isSelected && share >= 0.3)),
      stroke: isCut ? .sparse : strengths.isNegative(index) ? .dashed : .solid)
  }

  /// A cross in the middle of each synapse that is cut, a bullet on the one that is selected.
  private func drawMarks(with painter: inout Painter) {
    let selected = state.selectedSynapse.map { [$0] } ?? []
    for index in choice.cut.sorted() + selected {
      guard state.description.model.synapses.indices.contains(index),
        let place = path(index, isSelected: true)?.middle(glyphs: painter.glyphs)
      else { continue }
      let isCut = choice.cut.contains(index)
      var style = isCut ? ProbeChart.perturbedStyle : Style(.bright, bold: true)
      style.isReversed = index == state.selectedSynapse
      let symbol = isCut ? painter.symbols.notFinite : painter.symbols.bullet
      painter.draw(symbol, x: layout.plot.x + place.column, y: layout.plot.y + place.row, style: style)
    }
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
      if state.intervention(onNeuron: neuron) != nil { style = ProbeChart.perturbedStyle }
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
    let points = points(glyphs: canvas.glyphs)
    for (start, end) in zip(points, points.dropFirst()) { line(start, end, style, &canvas) }
  }

  /// The cell of the plot in the middle of the line: halfway, or the bend of an arc.
  func middle(glyphs: GlyphSet) -> (column: Int, row: Int) {
    let points = points(glyphs: glyphs)
    let (across, down) = glyphs.dotsPerCell
    let isStraight = points.count == 2 && from != to
    let (a, b) = isStraight ? (points[0], points[1]) : (points[1], points[1])
    return ((a.x + b.x) / 2 / across, (a.y + b.y) / 2 / down)
  }

  /// The ends of its straight pieces, in dots.
  private func points(glyphs: GlyphSet) -> [(x: Int, y: Int)] {
    let (across, down) = glyphs.dotsPerCell
    func dotX(_ column: Int) -> Int { (column - plot.x) * across }
    func dotY(_ rect: Rect) -> Int { (rect.y - plot.y) * down + down / 2 }
    let (startY, endY) = (dotY(from), dotY(to))
    if from.maxX < to.x || to.maxX < from.x {
      // Forwards from right edge to left edge, backwards the other way round.
      let isForward = from.maxX < to.x
      let startX = isForward ? dotX(from.maxX) : dotX(from.x) - 1
      let endX = isForward ? dotX(to.x) - 1 : dotX(to.maxX)
      return [(startX, startY), (endX, endY)]
    }
    // Inside of one layer: an arc to the right, longer ways farther out.
    let startX = dotX(from.maxX)
    let endX = dotX(to.maxX)
    let reach = min(4 * across, across + abs(endY - startY) / (2 * down)) + max(startX, endX)
    if from == to { return [(startX, startY), (reach, startY)] }
    return [(startX, startY), (reach, (startY + endY) / 2), (endX, endY)]
  }

  private func line(
    _ start: (x: Int, y: Int), _ end: (x: Int, y: Int), _ style: Style, _ canvas: inout Canvas
  ) {
    canvas.line(fromX: start.x, y: start.y, toX: end.x, y: end.y, style: style, stroke: stroke)
    guard isThick, canvas.glyphs == .braille else { return }
    canvas.line(fromX: start.x, y: start.y + 1, toX: end.x, y: end.y + 1, style: style, stroke: stroke)
  }
}

/// Which synapses are drawn: those of the selected neuron, and of the others the strongest, as many as can be told
/// apart. Those that are cut or selected are always among them.
struct WiringChoice {
  /// Weakest first, so that the strong ones lie on top.
  let others: [Int]
  let selected: [Int]
  let cut: Set<Int>
  let hiddenCount: Int

  /// - Parameter rows: the rows of the picture.
  init(_ state: DashboardState, _ strengths: SynapseStrengths, rows: Int) {
    let count = state.description.model.synapses.count
    let neuron = state.selectedNeuron
    let connections = state.connections
    let own = Set(
      neuron < state.neuronCount ? connections.incoming[neuron] + connections.outgoing[neuron] : [])
    let cut = state.cutSynapses
    let selection = state.selectedSynapse
    let first = strengths.sorted(own.filter { cut.contains($0) || $0 == selection })
    let rest = strengths.sorted((0..<count).filter { !own.contains($0) && !cut.contains($0) })
    let limit = max(8, rows * 3 / 2)
    let strongest = rest.prefix(limit).filter { !strengths.hasReadings || strengths.share($0) >= 0.01 }
    let otherCuts = strengths.sorted(cut.filter { !own.contains($0) && (0..<count).contains($0) })
    others = (otherCuts + strongest).reversed()
    let owned = first + strengths.sorted(own.filter { !first.contains($0) })
    selected = owned.prefix(max(limit, 24)).reversed()
    self.cut = cut
    hiddenCount = count - others.count - selected.count
  }
}
