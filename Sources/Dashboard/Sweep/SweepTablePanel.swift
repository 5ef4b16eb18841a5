import Screen
import Text

extension PanelKind {
  public static let sweepTable = PanelKind("trials", SweepTablePanel())
}

/// The table of a sweep's trials.
struct SweepTablePanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame(title(state), trailing: trailing(state))
    guard let snapshot = state.sweepList.snapshot, !state.sweepList.order.isEmpty else {
      painter.notice(emptyText(state.sweepList), in: inside)
      return
    }
    let columns = columns(state.sweepList, snapshot, width: inside.columns)
    painter.draw(table(state.sweepList, columns), in: inside) { row, column, painter in
      let trial = snapshot.trials[state.sweepList.order[row]]
      let (text, role, alignment) = SweepCell.content(
        columns[column].kind, trial, isOnFront: state.sweepList.front.contains(trial.number))
      let place = painter.rect
      painter.draw(
        text, x: place.x, y: place.y, width: place.columns, style: Style(role), alignment: alignment)
    }
    painter.mark(state.sweepList.isEditingFilter ? state.sweepList.filter : "", in: inside)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let (inside, list) = (Panel.inside(rect), state.sweepList)
    guard let snapshot = list.snapshot, !list.order.isEmpty else { return nil }
    let columns = columns(list, snapshot, width: inside.columns)
    let table = table(list, columns)
    guard y == inside.y else {
      return table.row(atY: y, in: inside).map { row in .select { $0.selectTrial(row: row) } }
    }
    guard let index = table.column(atX: x, in: inside) else { return nil }
    let kind = columns[index].kind
    return .select { $0.sweepList.sort(by: kind) }
  }

  /// The wheel moves the selection: which trial is selected does not matter until a key is pressed.
  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let last = state.sweepList.order.count - 1
    state.selectTrial(row: min(max(0, (state.sweepList.selectedRow ?? 0) + rows), max(0, last)))
  }

  private func table(
    _ list: SweepList, _ columns: [(kind: SweepColumn, column: TableView.Column)]
  ) -> TableView {
    TableView(
      columns: columns.map(\.column), rowCount: list.order.count, selected: list.selectedRow,
      scroll: list.scroll)
  }

  private func title(_ state: DashboardState) -> String {
    let list = state.sweepList
    guard let snapshot = list.snapshot else { return "trials" }
    let all = counted(snapshot.trials.count, "trial")
    return list.filter.isEmpty ? all : "\(list.order.count) of \(all) with \(list.filter)"
  }

  private func trailing(_ state: DashboardState) -> [TextRun] {
    let list = state.sweepList
    if let problem = list.problem { return [TextRun("! " + problem, .error)] }
    guard let snapshot = list.snapshot, let trial = list.selected else { return [] }
    if let reason = trial.reason { return [TextRun("! " + reason, .error)] }
    guard trial.runs.count > 1, let run = list.selectedRun else {
      return [TextRun("sorted by \(list.sortColumn.title(in: snapshot))", .label)]
    }
    let figure = run.figure.map { " \(NumberText.short($0))" } ?? (run.isRunning ? " is made now" : "")
    return [
      TextRun("seed \(run.seed)\(figure), \(trial.ended) of \(counted(trial.runs.count, "run"))", .label)
    ]
  }

  private func emptyText(_ list: SweepList) -> String {
    if let problem = list.problem { return problem }
    return list.snapshot == nil ? SweepList.reading : "no trial matches"
  }

  /// The columns that fit: those of the options before what says less.
  private func columns(
    _ list: SweepList, _ snapshot: SweepSnapshot, width: Int
  ) -> [(kind: SweepColumn, column: TableView.Column)] {
    let fixed: [(kind: SweepColumn, width: Int)] = [
      (.rank, 5), (.trial, 6), (.figure, snapshot.trials.contains { $0.runs.count > 1 } ? 17 : 10),
      (.state, 8),
    ]
    // The mark of the selection, and a space before each column.
    var left = width - 1 - fixed.reduce(0) { $0 + $1.width + 1 }
    var widths = Dictionary(uniqueKeysWithValues: fixed.map { ($0.kind, $0.width) })
    let options = snapshot.axes.indices.map { SweepColumn.axis($0) }
    for kind in options + [.other, .parameters, .seconds] {
      let wanted = kind.leastColumns(in: snapshot)
      guard left > wanted else { continue }
      widths[kind] = wanted
      left -= wanted + 1
    }
    return SweepColumn.all(of: snapshot).compactMap { kind in
      guard let width = widths[kind] else { return nil }
      let isAscending = list.sortColumn == kind ? list.isAscending : nil
      let title = kind.title(in: snapshot)
      let isText = kind == .state
      let extent: Extent = if case .axis = kind { .minimum(width, weight: 1) } else { .fixed(width) }
      return (
        kind,
        TableView.Column(
          title, extent, alignment: isText ? .leading : .trailing, isAscending: isAscending,
          shortTitle: String(title.prefix(max(1, width - 1))))
      )
    }
  }
}

extension SweepColumn {
  /// Columns of the screen below which it says nothing.
  fileprivate func leastColumns(in snapshot: SweepSnapshot) -> Int {
    switch self {
    case .axis(let axis): min(12, max(6, snapshot.axes[axis].name.count))
    case .seconds: 8
    default: 10
    }
  }
}

/// What a cell of the table says.
private enum SweepCell {
  static func content(
    _ column: SweepColumn, _ trial: SweepTrial, isOnFront: Bool
  ) -> (String, Role, Alignment) {
    switch column {
    case .rank: (trial.rank.map { "\($0)" } ?? "-", .label, .trailing)
    case .trial: (isOnFront ? "*\(trial.number)" : "\(trial.number)", .label, .trailing)
    case .axis(let axis): (trial.words[axis] ?? "-", .bright, .trailing)
    case .figure: (figure(trial), role(ofFigure: trial), .trailing)
    case .other: (trial.other.map(NumberText.short) ?? "-", .value, .trailing)
    case .parameters: (trial.parameters.map { NumberText.grouped($0) } ?? "-", .value, .trailing)
    case .seconds: (trial.seconds.map(NumberText.runTime) ?? "-", .value, .trailing)
    case .state: (trial.state.rawValue, role(of: trial.state), .leading)
    }
  }

  private static func figure(_ trial: SweepTrial) -> String {
    guard let figure = trial.figure ?? trial.figureSoFar else { return "-" }
    let spread = trial.deviation.map { " ± \(NumberText.significant($0, digits: 2))" } ?? ""
    return NumberText.short(figure) + spread
  }

  private static func role(ofFigure trial: SweepTrial) -> Role {
    trial.rank == 1 ? .validation : trial.figure == nil ? .stale : .value
  }

  private static func role(of state: SweepTrial.State) -> Role {
    switch state {
    case .done: .validation
    case .running: .focus
    case .diverged, .failed: .error
    case .begun, .waiting, .stopped: .stale
    }
  }
}
