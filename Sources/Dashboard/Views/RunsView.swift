import Screen

/// Recorded runs, and the losses of the marked ones over the present run's.
enum RunsView {
  /// Rows below which the chart says nothing.
  private static let leastChart = 9

  static func panels(in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    let places = places(in: rect)
    return [(.runs, places.table)] + (places.chart.map { [(.loss, $0)] } ?? [])
  }

  static func places(in rect: Rect) -> (table: Rect, chart: Rect?) {
    guard rect.rows >= 2 * leastChart else { return (rect, nil) }
    let parts = rect.split(.vertical, [.weight(1), .weight(1)])
    return (parts[0], parts[1])
  }

  /// Rows of runs that fit: without the border and the heading.
  static func visibleRows(_ state: DashboardState, size: Size) -> Int {
    guard let plan = ScreenPlan(state, size: size) else { return 1 }
    let table = ViewPanels.places(state, in: plan.body).first { $0.panel == .runs }?.rect
    return max(1, (table ?? places(in: plan.body).table).rows - 3)
  }
}
