import Screen

/// Recorded runs, and the losses of the marked ones over the present run's.
struct RunsView: DashboardView {
  let title = "Runs"
  let help = "recorded runs"
  let mainPanel: PanelKind? = .runs
  let opensNeuron = false

  /// With fewer rows the chart shows nothing worth seeing.
  private static let leastChart = 9

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    guard body.rows >= 2 * Self.leastChart else { return [(.runs, body)] }
    let parts = body.split(.vertical, [.weight(1), .weight(1)])
    return [(.runs, parts[0]), (.loss, parts[1])]
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    let list = state.runList
    let row = move.from(
      list.selectedRow ?? 0, count: list.order.count, page: Self.visibleRows(state))
    state.selectRun(row: row)
  }

  /// Rows of runs that fit: without the frame and the heading.
  static func visibleRows(_ state: DashboardState) -> Int {
    guard let body = ScreenPlan(state, size: state.size)?.body else { return 1 }
    let places = state.panelPlaces(in: body)
    let table = places.first { $0.panel == .runs } ?? RunsView().arrange(state, in: body)[0]
    return max(1, table.rect.rows - 3)
  }
}
