import Screen
import Telemetry

/// The neurons that move most over the probe, with sparklines and time constants.
enum TopNeuronsPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let inside = Panel("neurons by activity", trailing: [TextRun("\(state.neuronCount)", .label)])
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard state.frame != nil, state.neuronCount > 0 else {
      Notice.draw(
        state.frame == nil ? Notice.waiting : "no neurons", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let order = state.overviewOrder
    let columns = columns(state, width: inside.columns)
    let table = TableView(
      columns: columns.map { $0.column }, rowCount: order.count,
      selected: order.firstIndex(of: state.selectedNeuron))
    table.draw(in: inside, on: &grid, glyphs: state.glyphs) { row, column, place, grid in
      NeuronCell(state: state, neuron: order[row]).draw(columns[column].kind, in: place, on: &grid)
    }
  }

  private static func columns(
    _ state: DashboardState, width: Int
  ) -> [(kind: NeuronColumn, column: TableView.Column)] {
    let symbols = state.glyphs.symbols
    var columns: [(NeuronColumn, TableView.Column)] = [
      (.name, .init("name", .minimum(6, weight: 1))),
      (.activity, .init("state over the probe", .minimum(8, weight: 3))),
      (.state, .init("now", .fixed(7), alignment: .trailing)),
    ]
    if state.frame?.probe.perturbed != nil {
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
