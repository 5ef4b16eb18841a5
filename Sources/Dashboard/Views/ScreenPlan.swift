import Screen

/// Where the fixed parts of the screen are and what they leave for the view.
struct ScreenPlan: Sendable, Hashable {
  var header: Rect
  var status: Rect
  var progress: Rect
  var body: Rect
  var footer: Rect

  /// Below this there is no room for panels.
  static let leastPanels = Size(columns: 36, rows: 10)

  /// Nil where the screen is too small for panels.
  init?(_ state: DashboardState, size: Size) {
    guard size.columns >= Self.leastPanels.columns, size.rows >= Self.leastPanels.rows else { return nil }
    let limit = size.rows >= 30 ? 3 : size.rows >= 16 ? 2 : 1
    let status = StatusPanel.line(state).rowCount(columns: size.columns - 2, limit: limit)
    let needsProgress = state.mode == .replay || state.outcome?.explanation != nil
    let hasProgress = size.rows >= 30 || (needsProgress && size.rows >= 16)
    let screen = Rect(x: 0, y: 0, columns: size.columns, rows: size.rows)
    let parts = screen.split(
      .vertical, [.fixed(1), .fixed(status), .fixed(hasProgress ? 1 : 0), .weight(1), .fixed(1)])
    header = parts[0]
    self.status = parts[1].inset(horizontal: 1, vertical: 0)
    progress = parts[2].inset(horizontal: 1, vertical: 0)
    body = parts[3]
    footer = parts[4]
  }
}
