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
    let dots = WiringDots(state.glyphs)
    for index in choice.others { drawSynapse(index, isSelected: false, dots) { canvas.draw($0) } }
    canvas.beginLayer()
    for index in choice.selected { drawSynapse(index, isSelected: true, dots) { canvas.draw($0) } }
    canvas.draw(on: &painter.grid, x: layout.plot.x, y: layout.plot.y)
    let marks = drawMarks(with: &painter)
    for column in layout.columns {
      painter.draw(
        column.title, x: column.rect.x, y: column.rect.y,
        width: min(column.rect.columns + 5, layout.plot.maxX - column.rect.x),
        style: Style(.title, bold: true))
    }
    drawInputs(with: &painter)
    drawNeurons(with: &painter)
    painter.add(painter.cell.map { picture(cell: $0, marks: marks) })
  }

  /// The lines in pixels, between the names and marks that stay text.
  private func picture(cell: PixelSize, marks: [Rect]) -> Picture {
    let plot = layout.plot
    let size = PixelSize(width: plot.columns * cell.width, height: plot.rows * cell.height)
    var canvas = PixelCanvas(size: size, cell: cell)
    let dots = WiringDots(across: cell.width, down: cell.height, isFine: true)
    for index in choice.others { drawSynapse(index, isSelected: false, dots) { canvas.draw($0) } }
    for index in choice.selected { drawSynapse(index, isSelected: true, dots) { canvas.draw($0) } }
    let titles = layout.columns.map { column in
      Rect(
        x: column.rect.x, y: column.rect.y,
        columns: min(max(column.rect.columns, DisplayWidth.of(column.title)), column.rect.columns + 5),
        rows: 1)
    }
    return Picture(
      place: plot, image: canvas.image, texts: titles + layout.inputs + layout.neurons + marks, cell: cell)
  }

  /// The colour of a sign; its stroke is solid or dashed.
  static func style(isNegative: Bool) -> Style { Style(isNegative ? .error : .validation) }

  private func drawSynapse(
    _ index: Int, isSelected: Bool, _ dots: WiringDots, draw: (WiringLine) -> Void
  ) {
    guard let path = path(index, isSelected: isSelected) else { return }
    guard !choice.cut.contains(index) else { return path.lines(dots, style: Style(.perturbed)).forEach(draw) }
    var style =
      strengths.hasReadings ? Self.style(isNegative: strengths.isNegative(index)) : Style(.axis)
    style.isBold = isSelected
    style.isDim = !isSelected && strengths.share(index) < 0.5
    path.lines(dots, style: style).forEach(draw)
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

  /// A cross in the middle of each synapse that is cut, a bullet on the one that is selected; returns where they are.
  private func drawMarks(with painter: inout Painter) -> [Rect] {
    var places: [Rect] = []
    let selected = state.selectedSynapse.map { [$0] } ?? []
    for index in choice.cut.sorted() + selected {
      guard state.description.model.synapses.indices.contains(index),
        let place = path(index, isSelected: true)?.middle(WiringDots(painter.glyphs))
      else { continue }
      let isCut = choice.cut.contains(index)
      var style = isCut ? ProbeChart.perturbedStyle : Style(.bright, bold: true)
      style.isReversed = index == state.selectedSynapse
      let symbol = isCut ? painter.symbols.notFinite : painter.symbols.bullet
      let (x, y) = (layout.plot.x + place.column, layout.plot.y + place.row)
      painter.draw(symbol, x: x, y: y, style: style)
      places.append(Rect(x: x, y: y, columns: 1, rows: 1))
    }
    return places
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

/// What lines are made of.
private struct WiringDots {
  /// In a cell.
  let across: Int
  let down: Int
  /// Whether a thick line can be drawn as such.
  let isFine: Bool

  init(across: Int, down: Int, isFine: Bool) {
    (self.across, self.down, self.isFine) = (across, down, isFine)
  }

  init(_ glyphs: GlyphSet) {
    let (across, down) = glyphs.dotsPerCell
    self.init(across: across, down: down, isFine: glyphs == .braille)
  }
}

/// A straight piece of a synapse's line, in dots.
private struct WiringLine {
  let start: (x: Int, y: Int)
  let end: (x: Int, y: Int)
  let style: Style
  let stroke: Stroke
}

extension Canvas {
  fileprivate mutating func draw(_ line: WiringLine) {
    self.line(
      fromX: line.start.x, y: line.start.y, toX: line.end.x, y: line.end.y, style: line.style,
      stroke: line.stroke)
  }
}

extension PixelCanvas {
  fileprivate mutating func draw(_ line: WiringLine) {
    self.line(
      fromX: line.start.x, y: line.start.y, toX: line.end.x, y: line.end.y, style: line.style,
      stroke: line.stroke)
  }
}

/// The line of one synapse.
private struct WiringPath {
  let from: Rect
  let to: Rect
  let plot: Rect
  let isThick: Bool
  let stroke: Stroke

  /// Its straight pieces; each twice, one dot apart, where it is thick.
  func lines(_ dots: WiringDots, style: Style) -> [WiringLine] {
    let points = points(dots)
    return zip(points, points.dropFirst()).flatMap { start, end in
      (0...(isThick && dots.isFine ? 1 : 0)).map { below in
        WiringLine(
          start: (start.x, start.y + below), end: (end.x, end.y + below), style: style, stroke: stroke)
      }
    }
  }

  /// The cell of the plot in the middle of the line: halfway, or the bend of an arc.
  func middle(_ dots: WiringDots) -> (column: Int, row: Int) {
    let points = points(dots)
    let isStraight = points.count == 2 && from != to
    let (a, b) = isStraight ? (points[0], points[1]) : (points[1], points[1])
    return ((a.x + b.x) / 2 / dots.across, (a.y + b.y) / 2 / dots.down)
  }

  /// The ends of its straight pieces, in dots.
  private func points(_ dots: WiringDots) -> [(x: Int, y: Int)] {
    let (across, down) = (dots.across, dots.down)
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
