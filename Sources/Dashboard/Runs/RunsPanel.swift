import Screen
import Text

extension PanelKind {
  public static let runs = PanelKind("runs", RunsPanel())
}

/// The table of recorded runs.
struct RunsPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame(title(state), trailing: trailing(state))
    let list = state.runList
    guard !list.order.isEmpty else {
      painter.notice(emptyText(list), in: inside)
      return
    }
    let columns = columns(list, width: inside.columns)
    painter.draw(table(list, columns), in: inside) { row, column, painter in
      RunCell(state: state, entry: list.entries[list.order[row]], tableEnd: inside.maxX)
        .draw(columns[column].kind, with: &painter)
    }
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let (inside, list) = (Panel.inside(rect), state.runList)
    guard !list.order.isEmpty else { return nil }
    let columns = columns(list, width: inside.columns)
    let table = table(list, columns)
    guard y == inside.y else {
      return table.row(atY: y, in: inside).map { row in .select { $0.selectRun(row: row) } }
    }
    guard let index = table.column(atX: x, in: inside), case .column(let column) = columns[index].kind else {
      return nil
    }
    return .select {
      $0.runList.sort(by: column)
      $0.runList.updateOrder()
    }
  }

  /// The wheel moves the selection: which run is selected does not matter until a key is pressed.
  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let last = state.runList.order.count - 1
    state.selectRun(row: min(max(0, (state.runList.selectedRow ?? 0) + rows), last))
  }

  private func table(
    _ list: RunList, _ columns: [(kind: Kind, column: TableView.Column)]
  ) -> TableView {
    TableView(
      columns: columns.map { $0.column }, rowCount: list.order.count, selected: list.selectedRow,
      scroll: list.scroll)
  }

  private func title(_ state: DashboardState) -> String {
    let list = state.runList
    if !list.filter.isEmpty {
      return "\(list.order.count) of \(list.total) runs matching \(list.filter)"
    }
    if list.entries.count < list.total { return "\(list.entries.count) of \(list.total) runs" }
    return list.total == 1 ? "1 run" : "\(list.total) runs"
  }

  private func trailing(_ state: DashboardState) -> [TextRun] {
    let list = state.runList
    if let problem = list.selected?.problem { return [TextRun("! " + problem, .error)] }
    let isPresent = list.selectedPath != nil && list.selectedPath == state.presentPath
    let present = isPresent ? "on the screen now, " : ""
    let marked = list.marked.isEmpty ? "" : "\(list.marked.count) marked, "
    return [TextRun("\(present)\(marked)sorted by \(list.sortColumn.title)", .label)]
  }

  private func emptyText(_ list: RunList) -> String {
    if !list.filter.isEmpty { return "no run matches" }
    if !list.isComplete { return "looking for runs" }
    return "no runs in \(list.directory)"
  }

  /// What a column shows: the mark, or something by which the list can be sorted.
  fileprivate enum Kind: Hashable {
    case mark
    case column(RunColumn)
  }

  /// The columns that fit, the least important left out first.
  private func columns(
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

/// One cell of the table of runs.
private struct RunCell {
  let state: DashboardState
  let entry: RunEntry
  /// The first column right of the table.
  let tableEnd: Int

  func draw(_ kind: RunsPanel.Kind, with painter: inout Painter) {
    switch kind {
    case .mark: drawMark(with: &painter)
    case .column(let column): draw(column, with: &painter)
    }
  }

  /// A marked run shows a sample of its line in the chart; the run on the screen has a mark of its own.
  private func drawMark(with painter: inout Painter) {
    let rect = painter.rect
    if isPresent {
      painter.draw(
        painter.symbols.mark, x: rect.x + rect.columns / 2, y: rect.y,
        style: Style(.focus, bold: true))
      return
    }
    guard let index = state.runList.marked.firstIndex(of: entry.path) else { return }
    let hasCome = state.runList.curves[entry.path] != nil
    let sample = ChartSeries(
      "", style: OverlayStyle.style(index), stroke: OverlayStyle.stroke(index), points: []
    )
    .legend(glyphs: state.glyphs)[0]
    painter.draw(
      hasCome ? sample.text : state.glyphs == .ascii ? "..." : "…", x: rect.x, y: rect.y,
      width: rect.columns, style: sample.style)
  }

  private var isPresent: Bool { entry.path == state.presentPath }

  private func draw(_ column: RunColumn, with painter: inout Painter) {
    guard entry.isReadable else {
      drawProblem(column, with: &painter)
      return
    }
    switch column {
    case .name: text(entry.name, isPresent ? .focus : .bright, with: &painter)
    case .model: text(entry.model, .value, with: &painter)
    case .steps: text(NumberText.grouped(entry.steps), .value, .trailing, with: &painter)
    case .loss: number(entry.bestLoss, with: &painter)
    case .metric:
      let words = entry.metric.map { "\(entry.metricName) \(NumberText.short($0))" } ?? "-"
      text(words, .value, .trailing, with: &painter)
    case .duration:
      text(entry.duration.map(NumberText.duration) ?? "-", .value, .trailing, with: &painter)
    case .started: text(started, .label, with: &painter)
    case .state:
      // A damaged run can still be opened: it only gets a mark.
      text((entry.problem == nil ? "" : "!") + entry.stateWord, role, with: &painter)
    }
  }

  /// An unreadable file: its name, the word, and after that the reason across all other columns.
  private func drawProblem(_ column: RunColumn, with painter: inout Painter) {
    switch column {
    case .name: text(entry.name, .axis, with: &painter)
    case .state:
      let reason = entry.problem.map { ": \($0)" } ?? ""
      painter.rect.size.columns = tableEnd - painter.rect.x
      text(entry.stateWord + reason, .error, with: &painter)
    default: break
    }
  }

  private var role: Role {
    switch entry.stateWord {
    case "done": .validation
    case "recording": .focus
    case "diverged": .error
    default: .stale
    }
  }

  private var started: String {
    guard entry.startedAt > -1e11 else { return "-" }
    return CalendarTime(secondsSince1970: entry.startedAt + Double(state.secondsFromGMT)).dateAndTime
  }

  private func number(_ value: Double?, with painter: inout Painter) {
    text(value.map(NumberText.short) ?? "-", .value, .trailing, with: &painter)
  }

  private func text(
    _ text: String, _ role: Role, _ alignment: Alignment = .leading, with painter: inout Painter
  ) {
    let rect = painter.rect
    painter.draw(text, x: rect.x, y: rect.y, width: rect.columns, style: Style(role), alignment: alignment)
  }
}
