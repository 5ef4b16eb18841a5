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

  func draw(in rect: Rect, on grid: inout Grid) {
    let map = MatrixMap(state, in: rect)
    guard !map.plot.isEmpty else { return }
    let values = map.values(state, strengths)
    for row in 0..<map.plot.rows {
      for column in 0..<map.plot.columns {
        guard let cell = cell(map.slots(row: row, column: column).map { values[$0] }) else { continue }
        grid[map.plot.x + column, map.plot.y + row] = cell
      }
    }
    drawTitles(map, on: &grid)
    drawNames(map, on: &grid)
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

  private func drawTitles(_ map: MatrixMap, on grid: inout Grid) {
    var free = map.plot.x
    let symbols = state.glyphs.symbols
    for (title, source) in map.groups {
      let x = map.plot.x + map.columns(ofSource: source).lowerBound
      guard x >= free, x < map.plot.maxX else { continue }
      grid.draw(
        symbols.vertical == "|" ? "|" : "╷", x: x, y: map.plot.y - 2, width: 1, style: Style(.axis))
      free = x + 2
      guard map.plot.maxX - x > 3 else { continue }
      free +=
        grid.draw(
          title, x: x + 1, y: map.plot.y - 2, width: map.plot.maxX - x - 1,
          style: Style(.title, bold: true), ellipsis: symbols.ellipsis)
    }
    guard let source = map.source(ofNeuron: state.selectedNeuron) else { return }
    for column in map.columns(ofSource: source) {
      grid.draw(
        state.glyphs == .ascii ? "v" : "▼", x: map.plot.x + column, y: map.plot.y - 1, width: 1,
        style: Style(.focus, bold: true))
    }
  }

  private func drawNames(_ map: MatrixMap, on grid: inout Grid) {
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
          grid.draw(
            String(symbols.selected), x: map.names.x, y: map.plot.y + row, width: 1,
            style: Style(.focus, bold: true))
        }
      }
      let style = isSelected ? Style(.bright, on: .selection, bold: true) : Style(.value)
      grid.draw(
        state.neuronName(neuron), x: map.names.x + 1, y: y, width: map.names.columns - 2, style: style,
        ellipsis: symbols.ellipsis)
    }
  }
}
