import Screen
import Telemetry

/// The neurons that move most over the probe, with sparklines and time constants.
enum TopNeuronsPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let inside = Panel(
      "neurons by activity", trailing: trailing(state, in: rect), focus: state.focus(of: .neurons)
    )
    .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard state.frame != nil, state.neuronCount > 0 else {
      Notice.draw(
        state.frame == nil ? Notice.waiting : "no neurons", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let order = state.overviewOrder
    let columns = columns(state, width: inside.columns)
    table(state, columns).draw(in: inside, on: &grid, glyphs: state.glyphs) { row, column, place, grid in
      NeuronCell(state: state, neuron: order[row]).draw(columns[column].kind, in: place, on: &grid)
    }
  }

  /// How many neurons there are and, where its row is not on the screen, which one the keys act on.
  private static func trailing(_ state: DashboardState, in rect: Rect) -> [TextRun] {
    let count = TextRun("\(state.neuronCount)", .label)
    guard state.frame != nil, state.neuronCount > 0, !showsSelection(state, in: rect) else { return [count] }
    let selected = "\(state.glyphs.symbols.selected)\(state.neuronName(state.selectedNeuron))  "
    return [TextRun(selected, .focus, bold: true), count]
  }

  private static func table(
    _ state: DashboardState, _ columns: [(kind: NeuronColumn, column: TableView.Column)]
  ) -> TableView {
    let scroll = state.panels.neuronScroll
    let order = state.overviewOrder
    return TableView(
      columns: columns.map { $0.column }, rowCount: order.count,
      selected: order.firstIndex(of: state.selectedNeuron), firstRow: scroll.first,
      followsSelection: !scroll.isFree)
  }

  /// The neuron whose row is at a line of the screen.
  static func neuron(atY y: Int, _ state: DashboardState, in rect: Rect) -> Int? {
    guard state.frame != nil, state.neuronCount > 0 else { return nil }
    let inside = Panel.inside(rect)
    return table(state, columns(state, width: inside.columns)).row(atY: y, in: inside)
      .map { state.overviewOrder[$0] }
  }

  /// The rows on the screen: places in the order by activity.
  static func window(_ state: DashboardState, in rect: Rect) -> ListWindow {
    table(state, []).window(in: Panel.inside(rect))
  }

  static func showsSelection(_ state: DashboardState, in rect: Rect) -> Bool {
    let row = state.overviewOrder.firstIndex(of: state.selectedNeuron)
    return row.map(window(state, in: rect).visible.contains) ?? false
  }

  private static func columns(
    _ state: DashboardState, width: Int
  ) -> [(kind: NeuronColumn, column: TableView.Column)] {
    let symbols = state.glyphs.symbols
    var columns: [(NeuronColumn, TableView.Column)] = [
      (.name, .init("name", .fixed(NeuronCell.nameColumns(state, limit: width >= 60 ? 16 : 12)))),
      (.activity, .init("state over the probe", .minimum(8, weight: 3), shortTitle: "state")),
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
