import Screen
import Telemetry

/// Sources by targets as a heat map of what each synapse carries; in networks larger than the picture a cell shows the
/// strongest of those that fall into it.
struct WiringMatrix {
  let state: DashboardState
  let strengths: SynapseStrengths

  static func scale(_ strengths: SynapseStrengths) -> HeatScale {
    .diverging(limit: Double(strengths.largest), positive: .validation, negative: .error)
  }

  func draw(in rect: Rect, with painter: inout Painter) {
    let map = MatrixMap(state, in: rect)
    guard !map.plot.isEmpty else { return }
    let values = map.values(state, strengths)
    for row in 0..<map.plot.rows {
      for column in 0..<map.plot.columns {
        guard let cell = cell(map.slots(row: row, column: column).map { values[$0] }) else { continue }
        painter.grid[map.plot.x + column, map.plot.y + row] = cell
      }
    }
    drawMarks(map, with: &painter)
    drawTitles(map, with: &painter)
    drawNames(map, with: &painter)
  }

  /// The cell for one value or two, nil where there is no synapse.
  private func cell(_ values: [Float?]) -> Grid.Cell? {
    guard values.contains(where: { $0 != nil }) else { return nil }
    let glyphs = state.glyphs
    guard strengths.hasReadings else {
      return Grid.Cell(glyphs == .ascii ? "+" : "▒", style: Style(.axis))
    }
    let scale = Self.scale(strengths)
    if values.count == 2, values[0] != values[1] {
      return scale.cell(
        upper: values[0].map(Double.init) ?? .nan, lower: values[1].map(Double.init) ?? .nan, glyphs: glyphs)
    }
    guard let value = values[0] else { return nil }
    let cell = scale.cell(for: Double(value), glyphs: glyphs)
    // A synapse that carries nothing is still there.
    return cell.character == " " ? Grid.Cell(glyphs == .ascii ? "." : "·", style: Style(.axis)) : cell
  }

  /// A cross on each synapse that is cut, a bullet on the one that is selected; in the manner of the raster's time cursor.
  private func drawMarks(_ map: MatrixMap, with painter: inout Painter) {
    let cut = state.cutSynapses
    for index in cut.sorted() + (state.selectedSynapse.map { [$0] } ?? []) {
      let isCut = cut.contains(index)
      for (row, column) in map.cells(ofSynapse: index, state) {
        let (x, y) = (map.plot.x + column, map.plot.y + row)
        let tone = isCut ? nil : painter.grid[x, y].style.heat?.upper
        var style = isCut ? ProbeChart.perturbedStyle : Style(.bright, bold: true)
        style.heat = tone.map { Heat($0, isTextShown: true) }
        style.isReversed = isCut && index == state.selectedSynapse
        painter.draw(
          isCut ? painter.symbols.notFinite : painter.symbols.bullet, x: x, y: y, style: style)
      }
    }
  }

  private func drawTitles(_ map: MatrixMap, with painter: inout Painter) {
    var free = map.plot.x
    let symbols = state.glyphs.symbols
    for (title, source) in map.groups {
      let x = map.plot.x + map.columns(ofSource: source).lowerBound
      guard x >= free, x < map.plot.maxX else { continue }
      painter.draw(
        symbols.vertical == "|" ? "|" : "╷", x: x, y: map.plot.y - 2, width: 1, style: Style(.axis))
      free = x + 2
      guard map.plot.maxX - x > 3 else { continue }
      free +=
        painter.draw(
          title, x: x + 1, y: map.plot.y - 2, width: map.plot.maxX - x - 1,
          style: Style(.title, bold: true))
    }
    guard let source = map.source(ofNeuron: state.selectedNeuron) else { return }
    for column in map.columns(ofSource: source) {
      painter.draw(
        state.glyphs == .ascii ? "v" : "▼", x: map.plot.x + column, y: map.plot.y - 1, width: 1,
        style: Style(.focus, bold: true))
    }
  }

  private func drawNames(_ map: MatrixMap, with painter: inout Painter) {
    let symbols = state.glyphs.symbols
    var named = Set<Int>()
    let order = map.targets.enumerated().sorted { a, _ in a.element == state.selectedNeuron }
    for (place, neuron) in order {
      let rows = map.rows(ofTarget: place)
      let y = map.plot.y + rows.lowerBound
      guard map.plot.contains(x: map.plot.x, y: y), named.insert(y).inserted else { continue }
      let isSelected = neuron == state.selectedNeuron
      if isSelected {
        for row in rows {
          painter.draw(
            symbols.selected, x: map.names.x, y: map.plot.y + row,
            style: Style(.focus, bold: true))
        }
      }
      let style = isSelected ? Style(.bright, on: .selection, bold: true) : Style(.value)
      painter.draw(
        state.neuronName(neuron), x: map.names.x + 1, y: y, width: map.names.columns - 2, style: style)
    }
  }
}

/// Which cells of a picture belong to which source and target.
private struct MatrixMap {
  let plot: Rect
  let names: Rect
  /// Neurons from top to bottom.
  let targets: [Int]
  /// Titles of what begins at a source: the inputs, then the layers.
  let groups: [(title: String, source: Int)]
  private let inputCount: Int
  private let sourceCount: Int
  private let places: [Int]
  /// Columns a source takes; 1 where sources share columns.
  private let width: Int
  private let height: Int
  /// Values above one another in a cell: 2 where targets have to share rows.
  private let halves: Int

  init(_ state: DashboardState, in rect: Rect) {
    let layers = LayerOrder(state.description.model).layers
    targets = layers.flatMap(\.neurons)
    var places = Array(repeating: 0, count: targets.count)
    for (place, neuron) in targets.enumerated() { places[neuron] = place }
    self.places = places
    inputCount = state.description.model.synapses.contains(where: \.isSensory) ? state.channelCount : 0
    sourceCount = inputCount + targets.count
    var groups = inputCount > 0 ? [(title: "inputs \(inputCount)", source: 0)] : []
    var source = inputCount
    for layer in layers {
      groups.append((title: "\(layer.name) \(layer.neurons.count)", source: source))
      source += layer.neurons.count
    }
    self.groups = groups
    let nameColumns = min(NeuronCell.nameColumns(state, limit: 12) + 2, rect.columns / 3)
    let room = Rect(
      x: rect.x + nameColumns, y: rect.y + 2, columns: rect.columns - nameColumns, rows: rect.rows - 2)
    width = max(1, min(6, room.columns / max(1, sourceCount)))
    height = max(1, min(2, room.rows / max(1, targets.count)))
    halves = targets.count > room.rows && state.glyphs != .ascii ? 2 : 1
    plot = Rect(
      x: room.x, y: room.y, columns: min(room.columns, sourceCount * width),
      rows: min(room.rows, targets.count * height))
    names = Rect(x: rect.x, y: room.y, columns: nameColumns, rows: plot.rows)
  }

  private var slotRows: Int { plot.rows * halves }

  func source(ofNeuron neuron: Int) -> Int? {
    places.indices.contains(neuron) ? inputCount + places[neuron] : nil
  }

  /// The cells of the plot that show a synapse, as rows and columns; none where it has no place.
  func cells(ofSynapse index: Int, _ state: DashboardState) -> [(row: Int, column: Int)] {
    let synapses = state.description.model.synapses
    guard synapses.indices.contains(index), places.indices.contains(synapses[index].target) else { return [] }
    let synapse = synapses[index]
    guard let source = synapse.isSensory ? synapse.source : source(ofNeuron: synapse.source),
      source < sourceCount
    else { return [] }
    let rows = rows(ofTarget: places[synapse.target]).filter { $0 < plot.rows }
    return rows.flatMap { row in
      columns(ofSource: source).filter { $0 < plot.columns }.map { (row, $0) }
    }
  }

  /// The columns of the plot that show a source.
  func columns(ofSource source: Int) -> Range<Int> {
    guard sourceCount * width > plot.columns else { return (source * width)..<((source + 1) * width) }
    let column = source * plot.columns / sourceCount
    return column..<(column + 1)
  }

  /// The rows of the plot that show a target, given by its place in `targets`.
  func rows(ofTarget place: Int) -> Range<Int> {
    guard targets.count > plot.rows else { return (place * height)..<((place + 1) * height) }
    let row = slotRange(ofTarget: place).lowerBound / halves
    return row..<(row + 1)
  }

  /// Indices into `values` of what a cell shows, from above.
  func slots(row: Int, column: Int) -> [Int] {
    (0..<halves).map { (row * halves + $0) * plot.columns + column }
  }

  /// The strongest current of each half cell, `[rows * halves, columns]`; nil where there is no synapse.
  func values(_ state: DashboardState, _ strengths: SynapseStrengths) -> [Float?] {
    var values = [Float?](repeating: nil, count: slotRows * plot.columns)
    for (index, synapse) in state.description.model.synapses.enumerated() {
      guard places.indices.contains(synapse.target) else { continue }
      let source = synapse.isSensory ? synapse.source : source(ofNeuron: synapse.source)
      guard let source, source < sourceCount else { continue }
      let current = strengths.current(index)
      let finite = current.isNaN ? 0 : current
      for row in slotRange(ofTarget: places[synapse.target]) {
        for column in columns(ofSource: source) where column < plot.columns && row < slotRows {
          let slot = row * plot.columns + column
          if (values[slot]?.magnitude ?? -1) < finite.magnitude { values[slot] = finite }
        }
      }
    }
    return values
  }

  private func slotRange(ofTarget place: Int) -> Range<Int> {
    guard targets.count > plot.rows else { return rows(ofTarget: place) }
    let row = targets.count > slotRows ? place * slotRows / targets.count : place
    return row..<(row + 1)
  }
}
