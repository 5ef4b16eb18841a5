import Screen
import Telemetry

extension PanelKind {
  public static let neurons = PanelKind("neurons", TopNeuronsPanel())
}

/// The neurons that move most over the probe, with sparklines and time constants.
struct TopNeuronsPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame("neurons by activity", trailing: trailing(state, in: painter.rect))
    guard state.frame != nil, state.neuronCount > 0 else {
      painter.notice(state.frame == nil ? state.waiting : "no neurons", in: inside)
      return
    }
    let order = state.overviewOrder
    let columns = columns(state, width: inside.columns)
    painter.draw(Self.table(state, columns), in: inside) { row, column, painter in
      NeuronCell(state: state, neuron: order[row]).draw(columns[column].kind, with: &painter)
    }
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    guard state.frame != nil, state.neuronCount > 0 else { return nil }
    let order = state.overviewOrder
    return Self.table(state, []).row(atY: y, in: Panel.inside(rect))
      .map { row in .select { $0.selectNeuron(order[row]) } }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    state.panels.neuronScroll.turn(by: rows, from: Self.window(state, in: rect), count: state.neuronCount)
  }

  /// How many neurons there are and, where its row is not on the screen, which one the keys act on.
  private func trailing(_ state: DashboardState, in rect: Rect) -> [TextRun] {
    let count = TextRun("\(state.neuronCount)", .label)
    guard state.frame != nil, state.neuronCount > 0, !Self.showsSelection(state, in: rect) else {
      return [count]
    }
    let selected = "\(state.glyphs.symbols.selected)\(state.neuronName(state.selectedNeuron))  "
    return [TextRun(selected, .focus, bold: true), count]
  }

  private static func table(
    _ state: DashboardState, _ columns: [(kind: NeuronColumn, column: TableView.Column)]
  ) -> TableView {
    let order = state.overviewOrder
    return TableView(
      columns: columns.map { $0.column }, rowCount: order.count,
      selected: order.firstIndex(of: state.selectedNeuron), scroll: state.panels.neuronScroll)
  }

  /// The rows on the screen: places in the order by activity.
  static func window(_ state: DashboardState, in rect: Rect) -> ListWindow {
    table(state, []).window(in: Panel.inside(rect))
  }

  static func showsSelection(_ state: DashboardState, in rect: Rect) -> Bool {
    let row = state.overviewOrder.firstIndex(of: state.selectedNeuron)
    return row.map(window(state, in: rect).visible.contains) ?? false
  }

  private func columns(
    _ state: DashboardState, width: Int
  ) -> [(kind: NeuronColumn, column: TableView.Column)] {
    let symbols = state.glyphs.symbols
    var columns: [(NeuronColumn, TableView.Column)] = [
      (.name, .init("name", .fixed(NeuronCell.nameColumns(state, limit: width >= 60 ? 16 : 12)))),
      (.activity, .init("state over the \(state.traceName)", .minimum(8, weight: 3), shortTitle: "state")),
      (.state, .init(state.momentTitle("now"), .fixed(7), alignment: .trailing)),
    ]
    // In a narrow panel the overlay alone shows that something moved.
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
