import Screen

/// The trials of a sweep as a table, and what they say together.
struct SweepView: DashboardView {
  let title = "Sweep"
  let help = "the trials of a sweep"
  let mainPanel: PanelKind? = .sweepTable
  let opensNeuron = false

  /// With less room there is one chart at a time.
  private static let roomy = Size(columns: 100, rows: 26)
  /// With fewer rows a chart shows nothing worth seeing.
  private static let leastChart = 8

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    if Self.isRoomy(body) { return Self.allCharts(state, in: body) }
    guard body.rows >= 2 * Self.leastChart else { return [(.sweepTable, body)] }
    let parts = body.split(.vertical, [.weight(1), .weight(1)])
    return [(.sweepTable, parts[0]), (state.sweepList.chart.panel, parts[1])]
  }

  private static func allCharts(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    let halves = body.split(.horizontal, [.weight(3), .weight(2)])
    let left = halves[0].split(.vertical, [.weight(3), .weight(2)])
    let wanted = SweepImportancePanel.rows(state.sweepList.snapshot) + 2
    let right = halves[1].split(.vertical, [.weight(1), .weight(1), .fixed(min(wanted, body.rows / 3))])
    return [
      (.sweepTable, left[0]), (.sweepParallel, left[1]), (.sweepProgress, right[0]), (.sweepFront, right[1]),
      (.sweepImportance, right[2]),
    ]
  }

  private static func isRoomy(_ body: Rect) -> Bool {
    body.columns >= roomy.columns && body.rows >= roomy.rows
  }

  static func showsAllCharts(_ state: DashboardState) -> Bool {
    ScreenPlan(state, size: state.size).map { isRoomy($0.body) } ?? false
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    let list = state.sweepList
    state.selectTrial(
      row: move.from(list.selectedRow ?? 0, count: list.order.count, page: Self.visibleRows(state)))
  }

  /// Rows of trials that fit: without the frame and the heading.
  static func visibleRows(_ state: DashboardState) -> Int {
    guard let body = ScreenPlan(state, size: state.size)?.body else { return 1 }
    let table = state.panelPlaces(in: body).first { $0.panel == .sweepTable }
    return max(1, (table?.rect.rows ?? body.rows) - 3)
  }
}
