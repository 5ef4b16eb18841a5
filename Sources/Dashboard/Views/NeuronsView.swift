import Screen

/// One row a neuron: state over the probe, time constant, synapses, intervention.
enum NeuronsView {
  static func panels(_ state: DashboardState, in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    let places = places(in: rect, rows: state.neuronList.order.count)
    guard let preview = places.preview, state.neuronList.order.contains(state.selectedNeuron) else {
      return [(.neuronTable, places.table)]
    }
    return [(.neuronTable, places.table)] + NeuronDetailView.curves(state, in: preview)
  }

  /// The table and, where it leaves room, a preview of the selected neuron below it.
  static func places(in rect: Rect, rows: Int) -> (table: Rect, preview: Rect?) {
    // The border and the heading.
    let wanted = rows + 3
    guard rows > 0, rect.rows - wanted >= leastPreviewRows else { return (rect, nil) }
    return (rect.top(wanted), rect.dropTop(wanted))
  }

  private static let leastPreviewRows = 8

  static func drawTable(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let inside = Panel(title(state), trailing: trailing(state), focus: state.focus(of: .neuronTable))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let order = state.neuronList.order
    guard !order.isEmpty else {
      let text = state.neuronCount == 0 ? "no neurons" : "no neuron matches"
      Notice.draw(text, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let columns = columns(state, width: inside.columns)
    let table = table(state, columns)
    table.draw(in: inside, on: &grid, glyphs: state.glyphs) { row, column, place, grid in
      NeuronCell(state: state, neuron: order[row]).draw(columns[column].kind, in: place, on: &grid)
    }
  }

  private static func table(
    _ state: DashboardState, _ columns: [(kind: NeuronColumn, column: TableView.Column)]
  ) -> TableView {
    let list = state.neuronList
    return TableView(
      columns: columns.map { $0.column }, rowCount: list.order.count,
      selected: list.order.firstIndex(of: state.selectedNeuron), firstRow: list.firstRow,
      followsSelection: !list.isScrolledFreely)
  }

  /// What is drawn at a cell of the table: a neuron's row, or a column's heading.
  static func hit(x: Int, y: Int, _ state: DashboardState, in rect: Rect) -> HitTarget? {
    let inside = Panel.inside(rect)
    guard inside.contains(x: x, y: y), !state.neuronList.order.isEmpty else { return nil }
    let columns = columns(state, width: inside.columns)
    let table = table(state, columns)
    if y == inside.y { return table.column(atX: x, in: inside).map { .heading(columns[$0].kind) } }
    return table.row(atY: y, in: inside).map { .neuron(state.neuronList.order[$0]) }
  }

  /// The rows of the table on the screen.
  static func window(_ state: DashboardState, in rect: Rect) -> ListWindow {
    let inside = Panel.inside(rect)
    return table(state, columns(state, width: inside.columns)).window(in: inside)
  }

  /// Rows of neurons that fit: without the border and the heading.
  static func visibleRows(_ state: DashboardState, size: Size) -> Int {
    guard let plan = ScreenPlan(state, size: size) else { return 1 }
    return plan.body.rows - 3
  }

  private static func title(_ state: DashboardState) -> String {
    let shown = state.neuronList.order.count
    if state.neuronList.filter.isEmpty { return "\(state.neuronCount) neurons" }
    return "\(shown) of \(state.neuronCount) neurons matching \(sanitized(state.neuronList.filter))"
  }

  private static func trailing(_ state: DashboardState) -> [TextRun] {
    guard let frame = state.frame else { return [TextRun(Notice.waiting, .label)] }
    let sorting = TextRun("sorted by \(state.neuronList.sortColumn.title)", .label)
    guard let error = frame.probe.nominal.solverError else { return [sorting] }
    return [TextRun("\(Wording.solverError(error)), ", .label), sorting]
  }

  private static func columns(
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
    add(.activity, "state over probe", .minimum(6, weight: 3), shortTitle: "state")
    add(.state, state.momentTitle("now"), .fixed(7), .trailing)
    if state.frame?.probe.perturbed != nil, width >= 60 { add(.shift, symbols.delta, .fixed(7), .trailing) }
    if state.frame?.probe.nominal.hasTimeConstants ?? true {
      let title = isWide ? state.momentTitle("\(tau) now", prefix: tau + " ") : tau
      add(.timeConstant, title, .fixed(min(10, max(7, DisplayWidth.of(title)))), .trailing)
      if width >= 56 { add(.timeConstantRange, "\(tau) range", isWide ? .minimum(8, weight: 1) : .fixed(8)) }
    }
    if width >= 64 {
      add(.incoming, "in", .fixed(isWide ? 4 : 3), .trailing)
      add(.outgoing, "out", .fixed(isWide ? 4 : 3), .trailing)
    }
    add(.intervention, isWide ? "intervention" : "", .fixed(isWide ? 16 : 1))
    return columns
  }
}
