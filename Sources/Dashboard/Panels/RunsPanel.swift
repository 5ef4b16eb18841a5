import Screen

/// The table of recorded runs.
enum RunsPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let inside = Panel(title(state), trailing: trailing(state), focus: state.focus(of: .runs))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let list = state.runList
    guard !list.order.isEmpty else {
      Notice.draw(emptiness(list), in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let columns = columns(list, width: inside.columns)
    table(list, columns).draw(in: inside, on: &grid, glyphs: state.glyphs) { row, column, place, grid in
      let cell = RunCell(state: state, entry: list.entries[list.order[row]], tableEnd: inside.maxX)
      cell.draw(columns[column].kind, in: place, on: &grid)
    }
  }

  /// The run or the heading at a cell.
  static func hit(x: Int, y: Int, _ state: DashboardState, in rect: Rect) -> HitTarget? {
    let (inside, list) = (Panel.inside(rect), state.runList)
    guard !list.order.isEmpty else { return nil }
    let columns = columns(list, width: inside.columns)
    let table = table(list, columns)
    guard y == inside.y else { return table.row(atY: y, in: inside).map { .run(row: $0) } }
    guard let index = table.column(atX: x, in: inside), case .column(let column) = columns[index].kind else {
      return nil
    }
    return .runHeading(column)
  }

  private static func table(
    _ list: RunList, _ columns: [(kind: Kind, column: TableView.Column)]
  ) -> TableView {
    TableView(
      columns: columns.map { $0.column }, rowCount: list.order.count, selected: list.selectedRow,
      firstRow: list.firstRow)
  }

  private static func title(_ state: DashboardState) -> String {
    let list = state.runList
    if !list.filter.isEmpty {
      return "\(list.order.count) of \(list.total) runs matching \(sanitized(list.filter))"
    }
    if list.entries.count < list.total { return "\(list.entries.count) of \(list.total) runs" }
    return list.total == 1 ? "1 run" : "\(list.total) runs"
  }

  private static func trailing(_ state: DashboardState) -> [TextRun] {
    let list = state.runList
    if let problem = list.selected?.problem { return [TextRun("! " + sanitized(problem), .error)] }
    let isPresent = list.selectedPath != nil && list.selectedPath == state.presentPath
    let present = isPresent ? "on the screen now, " : ""
    let marked = list.marked.isEmpty ? "" : "\(list.marked.count) marked, "
    return [TextRun("\(present)\(marked)sorted by \(list.sortColumn.title)", .label)]
  }

  private static func emptiness(_ list: RunList) -> String {
    if !list.filter.isEmpty { return "no run matches" }
    if !list.isComplete { return "looking for runs" }
    return "no runs in \(sanitized(list.directory))"
  }

  /// What a column shows: the mark, or something by which the list can be sorted.
  enum Kind: Hashable {
    case mark
    case column(RunColumn)
  }

  /// The columns that fit, the least important left out first.
  private static func columns(
    _ list: RunList, width: Int
  ) -> [(kind: Kind, column: TableView.Column)] {
    func column(_ kind: RunColumn, _ title: String, _ extent: Extent, _ alignment: Alignment = .leading)
      -> (kind: Kind, column: TableView.Column)
    {
      let isSorted = list.sortColumn == kind
      return (
        .column(kind),
        TableView.Column(title, extent, alignment: alignment, isAscending: isSorted ? list.isAscending : nil)
      )
    }
    var columns: [(kind: Kind, column: TableView.Column)] = [(.mark, .init("", .fixed(3)))]
    columns.append(column(.name, "name", .minimum(10, weight: 3)))
    columns.append(column(.state, "state", .fixed(11)))
    if width >= 74 { columns.append(column(.model, "model", .minimum(8, weight: 2))) }
    if width >= 50 { columns.append(column(.steps, "steps", .fixed(7), .trailing)) }
    columns.append(column(.loss, "best loss", .fixed(width >= 50 ? 10 : 8), .trailing))
    if width >= 100 { columns.append(column(.metric, "metric", .fixed(16), .trailing)) }
    if width >= 60 { columns.append(column(.duration, "time", .fixed(8), .trailing)) }
    if width >= 110 { columns.append(column(.started, "started", .fixed(16))) }
    return columns
  }
}
