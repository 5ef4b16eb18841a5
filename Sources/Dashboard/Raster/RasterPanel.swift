import Screen
import Telemetry
import Text

extension PanelKind {
  public static let raster = PanelKind("raster", RasterPanel())
}

/// Every neuron by time: a heat map of states, of what perturbations change in them, or of time constants.
struct RasterPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    // The panel takes what it needs of the view; the rows it has are planned from that.
    let plan = RasterPlan(state, in: painter.body)
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0, !plan.rows.lines.isEmpty else {
      painter.notice(emptyText(state), in: painter.frame("raster"))
      return
    }
    let values = RasterValues(state, probe)
    let inside = painter.frame(title(state, values), trailing: legend(state, values))
    RasterPicture(state: state, values: values, plan: plan, steps: probe.nominal.stepCount)
      .draw(in: inside, with: &painter)
  }

  private func emptyText(_ state: DashboardState) -> String {
    if state.neuronCount == 0 { return "no neurons" }
    if state.neuronList.order.isEmpty { return "no neuron matches" }
    return state.frame == nil ? state.waiting : "the \(state.traceName) is empty"
  }

  private func title(_ state: DashboardState, _ values: RasterValues) -> String {
    let unit = state.description.task.timeUnit
    let what =
      switch values.quantity {
      case .state: "state"
      case .change: "change of state by what is active"
      case .timeConstant: "time constant" + (unit.isEmpty ? "" : " (\(unit))")
      }
    let list = state.neuronList
    let count =
      list.filter.isEmpty
      ? "\(state.neuronCount) neurons"
      : "\(list.order.count) of \(state.neuronCount) neurons matching \(list.filter)"
    let sorting = list.sortColumn == .index ? "" : " by \(list.sortColumn.title)"
    return "\(what), \(count)\(sorting)"
  }

  private func legend(_ state: DashboardState, _ values: RasterValues) -> [TextRun] {
    [TextRun(values.lowest + " ", .label)] + values.scale.legend(glyphs: state.glyphs)
      + [TextRun(" " + values.highest, .label), TextRun("  v", .focus), TextRun(" other", .label)]
  }
}

/// The raster inside its frame: names, cells, values at the right, time below.
private struct RasterPicture {
  let state: DashboardState
  let values: RasterValues
  let plan: RasterPlan
  let steps: Int

  func draw(in rect: Rect, with painter: inout Painter) {
    guard !rect.isEmpty else { return }
    let hasAxis = rect.rows >= 4
    let names = min(NeuronCell.nameColumns(state, limit: 14) + 2, rect.columns / 3)
    let parts = rect.split(.horizontal, [.fixed(names), .weight(1), .fixed(rect.columns >= 50 ? 8 : 0)])
    let rows = rect.rows - (hasAxis ? 1 : 0)
    var y = rect.y
    for line in visibleLines(rows: rows) {
      let height = heightOfLine(line)
      guard y + height <= rect.y + rows else { break }
      draw(line, y: y, height: height, parts: parts, with: &painter)
      y += height
    }
    let picture = Rect(x: parts[1].x, y: rect.y, columns: parts[1].columns, rows: y - rect.y)
    let axis = RasterAxis(state: state, steps: steps, plot: picture)
    if hasAxis { axis.draw(y: y, with: &painter) }
    painter.add(painter.cell.flatMap { drawn(in: picture, cell: $0) })
  }

  /// The cells of neurons in pixels; headings between them stay text.
  private func drawn(in place: Rect, cell: PixelSize) -> Picture? {
    guard !place.isEmpty else { return nil }
    let size = PixelSize(width: place.columns * cell.width, height: place.rows * cell.height)
    var image = PixelImage(size: size)
    var headings: [Rect] = []
    var y = place.y
    for line in visibleLines(rows: place.rows) {
      let height = heightOfLine(line)
      guard y + height <= place.maxY else { break }
      let rows = (y - place.y) * cell.height..<(y - place.y + height) * cell.height
      switch line {
      case .heading: headings.append(Rect(x: place.x, y: y, columns: place.columns, rows: 1))
      case .neuron(let neuron): draw(neuron, in: rows, of: &image)
      case .pair(let upper, let lower):
        let middle = (rows.lowerBound + rows.upperBound) / 2
        draw(upper, in: rows.lowerBound..<middle, of: &image)
        if let lower { draw(lower, in: middle..<rows.upperBound, of: &image) }
      }
      y += height
    }
    if let step = state.cursorStep {
      let column = RasterAxis.column(ofStep: step, steps: steps, columns: size.width)
      image.fill(x: column..<(column + 1), y: 0..<size.height, tone: PixelImage.Tone(.bright))
    }
    return Picture(place: place, image: image, texts: headings, cell: cell)
  }

  /// A neuron's values, with a line of background above the next one's where there is room for it.
  private func draw(_ neuron: Int, in rows: Range<Int>, of image: inout PixelImage) {
    let values = values.columns(ofNeuron: neuron, count: image.size.width)
    let drawn = rows.lowerBound..<(rows.count >= 6 ? rows.upperBound - 1 : rows.upperBound)
    var start = 0
    while start < values.count {
      let tone = self.values.scale.pixel(for: values[start])
      var end = start + 1
      while end < values.count, self.values.scale.pixel(for: values[end]) == tone { end += 1 }
      image.fill(x: start..<end, y: drawn, tone: tone)
      start = end
    }
  }

  /// Pages rather than a sliding window: the picture does not move while the selection moves through it.
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

  private func draw(_ line: RasterRows.Line, y: Int, height: Int, parts: [Rect], with painter: inout Painter)
  {
    let plot = Rect(x: parts[1].x, y: y, columns: parts[1].columns, rows: height)
    switch line {
    case .heading(let name, let count):
      let width = parts[2].maxX - parts[0].x
      painter.draw(
        "\(name) \(count)", x: parts[0].x, y: y, width: width,
        style: Style(.title, bold: true, underlined: true))
    case .neuron(let neuron):
      drawName([neuron], in: parts[0], y: y, with: &painter)
      drawCells(values.columns(ofNeuron: neuron, count: plot.columns), nil, in: plot, with: &painter)
      drawValue([neuron], in: parts[2], y: y, with: &painter)
    case .pair(let upper, let lower):
      let neurons = [upper] + (lower.map { [$0] } ?? [])
      drawName(neurons, in: parts[0], y: y, with: &painter)
      let below = lower.map { values.columns(ofNeuron: $0, count: plot.columns) }
      drawCells(
        values.columns(ofNeuron: upper, count: plot.columns),
        below ?? Array(repeating: .nan, count: plot.columns), in: plot, with: &painter)
      drawValue(neurons, in: parts[2], y: y, with: &painter)
    }
  }

  private func drawCells(_ upper: [Double], _ lower: [Double]?, in plot: Rect, with painter: inout Painter) {
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
      for y in plot.y..<plot.maxY { painter.grid[plot.x + column, y] = cell }
    }
  }

  private func drawName(_ neurons: [Int], in rect: Rect, y: Int, with painter: inout Painter) {
    let selected = neurons.first { $0 == state.selectedNeuron }
    guard let neuron = selected ?? neurons.first, rect.columns > 1 else { return }
    let symbols = state.glyphs.symbols
    let isHeld = state.intervention(onNeuron: neuron) != nil
    var style = isHeld ? ProbeChart.perturbedStyle : Style(.value)
    if selected != nil {
      painter.draw(symbols.selected, x: rect.x, y: y, style: Style(.focus, bold: true))
      style = Style(isHeld ? .perturbed : .bright, on: .selection, bold: true)
    }
    painter.draw(state.neuronName(neuron), x: rect.x + 1, y: y, width: rect.columns - 2, style: style)
  }

  private func drawValue(_ neurons: [Int], in rect: Rect, y: Int, with painter: inout Painter) {
    guard let neuron = neurons.first(where: { $0 == state.selectedNeuron }) ?? neurons.first else { return }
    let value: Float
    switch values.quantity {
    case .timeConstant: value = state.momentTimeConstant(ofNeuron: neuron)
    case .state: value = state.momentState(ofNeuron: neuron)
    // The mean over the probe, as the tables call it.
    case .change: value = state.digest?.shift(ofNeuron: neuron) ?? .nan
    }
    let isSelected = neuron == state.selectedNeuron
    painter.draw(
      NumberText.short(Double(value)), x: rect.x, y: y, width: rect.columns,
      style: Style(value.isNaN ? .error : isSelected ? .bright : .value, bold: isSelected),
      alignment: .trailing)
  }
}

/// The times below the raster; the cursor's stands out.
struct RasterAxis {
  let state: DashboardState
  let steps: Int
  let plot: Rect

  /// The column in the middle of a step's cells.
  static func column(ofStep step: Int, steps: Int, columns: Int) -> Int {
    (2 * step + 1) * columns / (2 * max(1, steps))
  }

  func draw(y: Int, with painter: inout Painter) {
    guard let trace = state.frame?.probe.nominal, steps > 0, plot.columns > 0 else { return }
    let times = ProbeChart.x(trace)
    let unit = ProbeChart.xUnit(state)
    let end = plot.maxX - DisplayWidth.of(unit) - 1
    let marked = cursorLabel(times)
    var free = plot.x
    for (column, label) in labels(times) {
      let width = DisplayWidth.of(label) + 1
      let place = (plot.x + column - 1)..<(plot.x + column + width + 1)
      guard plot.x + column >= free, place.upperBound <= end, !(marked?.place.overlaps(place) ?? false)
      else { continue }
      painter.draw(state.glyphs.symbols.xTick, x: plot.x + column, y: y, style: Style(.axis))
      painter.draw(label, x: plot.x + column + 1, y: y, width: width, style: Style(.label))
      free = place.upperBound
    }
    if end > plot.x, marked.map({ $0.place.upperBound <= end }) ?? true {
      painter.draw(unit, x: end + 1, y: y, width: plot.maxX - end - 1, style: Style(.axis))
    }
    guard let marked else { return }
    painter.draw(
      marked.text, x: marked.place.lowerBound, y: y, width: marked.place.count,
      style: Style(.bright, bold: true, reversed: true))
  }

  /// Round times, each at the column of the step nearest to it; where all steps have one time, that.
  private func labels(_ times: [Float]) -> [(column: Int, text: String)] {
    guard let first = times.first, let last = times.last, first < last else {
      return times.first.map { [(0, NumberText.short(Double($0)))] } ?? []
    }
    let scale = ValueScale(kind: .linear, lower: Double(first), upper: Double(last))
    return scale.ticks(count: max(2, plot.columns / 12)).map { tick in
      let distances = times.map { abs(Double($0) - tick.value) }
      let step = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      let column = Self.column(ofStep: step, steps: steps, columns: plot.columns)
      return (column, tick.spelled(for: state.glyphs).label)
    }
  }

  /// The cursor's time and the columns it takes.
  private func cursorLabel(_ times: [Float]) -> (text: String, place: Range<Int>)? {
    guard let step = state.cursorStep else { return nil }
    let text = NumberText.short(Double(times[step]))
    let width = min(DisplayWidth.of(text), plot.columns)
    let column = plot.x + Self.column(ofStep: step, steps: steps, columns: plot.columns)
    let start = max(plot.x, min(column - width / 2, plot.maxX - width))
    return (text, start..<(start + width))
  }
}
