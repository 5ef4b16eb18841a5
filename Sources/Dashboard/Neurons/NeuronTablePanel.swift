import Screen

extension PanelKind {
  public static let neuronTable = PanelKind("neuronTable", NeuronTablePanel())
}

/// All neurons, one row each: state over the probe, time constant, synapses, intervention.
struct NeuronTablePanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame(title(state), trailing: trailing(state))
    let order = state.neuronList.order
    guard !order.isEmpty else {
      painter.notice(state.neuronCount == 0 ? "no neurons" : "no neuron matches", in: inside)
      return
    }
    let columns = columns(state, width: inside.columns)
    painter.draw(table(state, columns), in: inside) { row, column, painter in
      NeuronCell(state: state, neuron: order[row]).draw(columns[column].kind, with: &painter)
    }
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let inside = Panel.inside(rect)
    let order = state.neuronList.order
    guard !order.isEmpty else { return nil }
    let columns = columns(state, width: inside.columns)
    let table = table(state, columns)
    guard y == inside.y else {
      return table.row(atY: y, in: inside).map { row in .select { $0.selectNeuron(order[row]) } }
    }
    guard let kind = table.column(atX: x, in: inside).map({ columns[$0].kind }) else { return nil }
    return .select {
      $0.neuronList.sort(by: kind)
      $0.updateNeuronOrder()
    }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let window = table(state, []).window(in: Panel.inside(rect))
    state.neuronList.scroll.turn(by: rows, from: window, count: state.neuronList.order.count)
  }

  private func table(
    _ state: DashboardState, _ columns: [(kind: NeuronColumn, column: TableView.Column)]
  ) -> TableView {
    let list = state.neuronList
    return TableView(
      columns: columns.map { $0.column }, rowCount: list.order.count,
      selected: list.order.firstIndex(of: state.selectedNeuron), scroll: list.scroll)
  }

  private func title(_ state: DashboardState) -> String {
    let shown = state.neuronList.order.count
    if state.neuronList.filter.isEmpty { return "\(state.neuronCount) neurons" }
    return "\(shown) of \(state.neuronCount) neurons matching \(state.neuronList.filter)"
  }

  private func trailing(_ state: DashboardState) -> [TextRun] {
    guard let frame = state.frame else { return [TextRun(state.waiting, .label)] }
    let sorting = TextRun("sorted by \(state.neuronList.sortColumn.title)", .label)
    guard let error = frame.probe.nominal.solverError else { return [sorting] }
    return [TextRun("\(Wording.solverError(error)), ", .label), sorting]
  }

  /// The columns that fit, the least important left out first.
  private func columns(
    _ state: DashboardState, width: Int
  ) -> [(kind: NeuronColumn, column: TableView.Column)] {
    let symbols = state.glyphs.symbols
    let tau = symbols.timeConstant
    let isWide = width >= 96
    var columns: [(NeuronColumn, TableView.Column)] = []
    func add(
      _ kind: NeuronColumn, _ title: String, _ extent: Extent, _ alignment: Alignment = .leading,
      shortTitle: String? = nil
    ) {
      let list = state.neuronList
      let isAscending = list.sortColumn == kind ? list.isAscending : nil
      let column = TableView.Column(
        title, extent, alignment: alignment, isAscending: isAscending, shortTitle: shortTitle)
      columns.append((kind, column))
    }
    if width >= 48 { add(.index, "#", .fixed(isWide ? 4 : 3), .trailing) }
    add(.name, "name", .fixed(NeuronCell.nameColumns(state, limit: isWide ? 24 : 12)))
    if width >= 60 { add(.layer, "layer", .fixed(7)) }
    add(.activity, "state over \(state.traceName)", .minimum(6, weight: 3), shortTitle: "state")
    add(.state, state.momentTitle("now"), .fixed(7), .trailing)
    if state.frame?.probe.perturbed != nil, width >= 60 { add(.shift, symbols.delta, .fixed(7), .trailing) }
    if state.frame?.probe.nominal.hasTimeConstants ?? true {
      let title = isWide ? state.momentTitle("\(tau) now", prefix: tau + " ") : tau
      add(.timeConstant, title, .fixed(min(10, max(7, DisplayWidth.of(title)))), .trailing)
      if width >= 56 { add(.timeConstantRange, "\(tau) range", isWide ? .minimum(8, weight: 1) : .fixed(8)) }
    }
    if state.stream?.timeConstantRatios.isEmpty == false, width >= 60 {
      add(.timeConstantRatio, "\(tau) moved", .fixed(DisplayWidth.of(tau) + 6), .trailing)
    }
    if width >= 64 {
      add(.incoming, "in", .fixed(isWide ? 4 : 3), .trailing)
      add(.outgoing, "out", .fixed(isWide ? 4 : 3), .trailing)
    }
    add(.intervention, isWide ? "intervention" : "", .fixed(isWide ? 16 : 1))
    return columns
  }
}
