import Screen
import Telemetry

/// The raster itself: names, cells, values at the right, time below.
struct RasterPicture {
  let state: DashboardState
  let values: RasterValues
  let plan: RasterPlan
  let steps: Int

  func draw(in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let hasAxis = rect.rows >= 4
    let names = min(NeuronCell.nameColumns(state, limit: 14) + 2, rect.columns / 3)
    let parts = rect.split(.horizontal, [.fixed(names), .weight(1), .fixed(rect.columns >= 50 ? 8 : 0)])
    let rows = rect.rows - (hasAxis ? 1 : 0)
    var y = rect.y
    for line in visibleLines(rows: rows) {
      let height = heightOfLine(line)
      guard y + height <= rect.y + rows else { break }
      draw(line, y: y, height: height, parts: parts, on: &grid)
      y += height
    }
    let picture = Rect(x: parts[1].x, y: rect.y, columns: parts[1].columns, rows: y - rect.y)
    let axis = RasterAxis(state: state, steps: steps, plot: picture)
    if hasAxis { axis.draw(y: y, on: &grid) }
  }

  /// Pages rather than a window that slides: the picture stands still while the selection moves through it.
  private func visibleLines(rows: Int) -> ArraySlice<RasterRows.Line> {
    let lines = plan.rows.lines
    guard plan.height == 1, lines.count > rows, rows > 0 else { return lines[...] }
    let selected = plan.rows.place(of: state.selectedNeuron) ?? 0
    let window = ListWindow(
      count: lines.count, rows: rows, selected: selected, preferred: selected / rows * rows)
    return lines[window.visible]
  }

  private func heightOfLine(_ line: RasterRows.Line) -> Int {
    if case .heading = line { return 1 }
    return plan.height
  }

  private func draw(_ line: RasterRows.Line, y: Int, height: Int, parts: [Rect], on grid: inout Grid) {
    let plot = Rect(x: parts[1].x, y: y, columns: parts[1].columns, rows: height)
    switch line {
    case .heading(let name, let count):
      let width = parts[2].maxX - parts[0].x
      grid.draw(
        "\(sanitized(name)) \(count)", x: parts[0].x, y: y, width: width,
        style: Style(.title, bold: true, underlined: true), ellipsis: state.glyphs.symbols.ellipsis)
    case .neuron(let neuron):
      drawName([neuron], in: parts[0], y: y, on: &grid)
      drawCells(values.columns(ofNeuron: neuron, count: plot.columns), nil, in: plot, on: &grid)
      drawValue([neuron], in: parts[2], y: y, on: &grid)
    case .pair(let upper, let lower):
      let neurons = [upper] + (lower.map { [$0] } ?? [])
      drawName(neurons, in: parts[0], y: y, on: &grid)
      let below = lower.map { values.columns(ofNeuron: $0, count: plot.columns) }
      drawCells(
        values.columns(ofNeuron: upper, count: plot.columns),
        below ?? Array(repeating: .nan, count: plot.columns), in: plot, on: &grid)
      drawValue(neurons, in: parts[2], y: y, on: &grid)
    }
  }

  private func drawCells(_ upper: [Double], _ lower: [Double]?, in plot: Rect, on grid: inout Grid) {
    let mark = state.cursorStep.map { RasterAxis.column(ofStep: $0, steps: steps, columns: plot.columns) }
    for column in 0..<plot.columns {
      var cell =
        lower.map { values.scale.cell(upper: upper[column], lower: $0[column], glyphs: state.glyphs) }
        ?? values.scale.cell(for: upper[column], glyphs: state.glyphs)
      if column == mark {
        cell.character = state.glyphs.symbols.vertical
        let tone = cell.style.heat?.upper
        cell.style = Style(.bright, bold: true, heat: tone.map { Heat($0, isTextShown: true) })
      }
      for y in plot.y..<plot.maxY { grid[plot.x + column, y] = cell }
    }
  }

  private func drawName(_ neurons: [Int], in rect: Rect, y: Int, on grid: inout Grid) {
    let selected = neurons.first { $0 == state.selectedNeuron }
    guard let neuron = selected ?? neurons.first, rect.columns > 1 else { return }
    let symbols = state.glyphs.symbols
    let isHeld = state.intervention(on: neuron) != nil
    var style = isHeld ? ProbeChart.perturbedStyle : Style(.value)
    if selected != nil {
      grid.draw(String(symbols.selected), x: rect.x, y: y, width: 1, style: Style(.focus, bold: true))
      style = Style(isHeld ? .perturbed : .bright, on: .selection, bold: true)
    }
    grid.draw(
      state.neuronName(neuron), x: rect.x + 1, y: y, width: rect.columns - 2, style: style,
      ellipsis: symbols.ellipsis)
  }

  private func drawValue(_ neurons: [Int], in rect: Rect, y: Int, on grid: inout Grid) {
    guard let neuron = neurons.first(where: { $0 == state.selectedNeuron }) ?? neurons.first else { return }
    let value: Float
    switch values.quantity {
    case .timeConstant: value = state.momentTimeConstant(ofNeuron: neuron)
    case .state: value = state.momentState(ofNeuron: neuron)
    // The mean over the probe, as the tables call it.
    case .change: value = state.digest?.shift(ofNeuron: neuron) ?? .nan
    }
    let isSelected = neuron == state.selectedNeuron
    grid.draw(
      NumberText.short(Double(value)), x: rect.x, y: y, width: rect.columns,
      style: Style(value.isNaN ? .error : isSelected ? .bright : .value, bold: isSelected),
      alignment: .trailing)
  }
}
