import Screen
import Telemetry

/// The neurons that move most over the probe, with sparklines and time constants.
enum TopNeuronsPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let count = [TextRun("\(state.neuronCount)", .label)]
    let inside = Panel("neurons by activity", trailing: count, focus: state.focus(of: .neurons))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard state.frame != nil, state.neuronCount > 0 else {
      Notice.draw(
        state.frame == nil ? Notice.waiting : "no neurons", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let order = shown(state, rows: inside.rows - 1)
    let columns = columns(state, width: inside.columns)
    let table = table(state, order, columns)
    table.draw(in: inside, on: &grid, glyphs: state.glyphs) { row, column, place, grid in
      NeuronCell(state: state, neuron: order[row]).draw(columns[column].kind, in: place, on: &grid)
    }
  }

  private static func table(
    _ state: DashboardState, _ order: [Int], _ columns: [(kind: NeuronColumn, column: TableView.Column)]
  ) -> TableView {
    TableView(
      columns: columns.map { $0.column }, rowCount: order.count,
      selected: order.firstIndex(of: state.selectedNeuron))
  }

  /// The neuron whose row is at a line of the screen.
  static func neuron(atY y: Int, _ state: DashboardState, in rect: Rect) -> Int? {
    let inside = Panel.inside(rect)
    guard state.frame != nil, state.neuronCount > 0 else { return nil }
    let order = shown(state, rows: inside.rows - 1)
    let table = table(state, order, columns(state, width: inside.columns))
    return table.row(atY: y, in: inside).map { order[$0] }
  }

  /// The rows of neurons that fit.
  static func visibleRows(in rect: Rect) -> Int { max(1, Panel.inside(rect).rows - 1) }

  /// The leading neurons, or those the wheel scrolled to; else the selected one takes the last row where it is not among them.
  private static func shown(_ state: DashboardState, rows: Int) -> [Int] {
    let scroll = state.panels.neuronScroll
    let order = state.overviewOrder
    guard !scroll.isFree else {
      let first = min(scroll.first, max(0, order.count - max(1, rows)))
      return Array(order.dropFirst(first).prefix(max(1, rows)))
    }
    var shown = Array(order.prefix(max(1, rows)))
    if !shown.contains(state.selectedNeuron), state.selectedNeuron < state.neuronCount {
      shown[shown.count - 1] = state.selectedNeuron
    }
    return shown
  }

  private static func columns(
    _ state: DashboardState, width: Int
  ) -> [(kind: NeuronColumn, column: TableView.Column)] {
    let symbols = state.glyphs.symbols
    var columns: [(NeuronColumn, TableView.Column)] = [
      (.name, .init("name", .fixed(NeuronCell.nameColumns(state, limit: width >= 60 ? 16 : 10)))),
      (.activity, .init("state over the probe", .minimum(8, weight: 3))),
      (.state, .init(state.momentTitle("now"), .fixed(7), alignment: .trailing)),
    ]
    // Where there is no room the overlay alone shows that something moved.
    if state.frame?.probe.perturbed != nil, width >= 50 {
      columns.append((.shift, .init(symbols.delta, .fixed(7), alignment: .trailing)))
    }
    if state.frame?.probe.nominal.hasTimeConstants == true {
      columns.append((.timeConstant, .init(symbols.timeConstant, .fixed(7), alignment: .trailing)))
      if width >= 60 {
        columns.append((.timeConstantRange, .init("\(symbols.timeConstant) range", .minimum(8, weight: 1))))
      }
    }
    columns.append((.intervention, .init("", .fixed(1))))
    return columns
  }
}
