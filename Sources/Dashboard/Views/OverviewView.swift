import Screen

/// Loss, the probe's outputs, the most active neurons and the inputs at a glance.
enum OverviewView {
  /// Columns from which panels go side by side.
  private static let wideColumns = 72
  /// Rows below which a panel says nothing.
  private static let leastRows = 5

  static func panels(_ state: DashboardState, in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    let places = places(in: rect)
    var panels = Array(zip([PanelKind.loss, .outputs, .neurons, .inputs], places)).map {
      (panel: $0, rect: $1)
    }
    // The loss has come to its end: half its place does.
    if state.outcome?.conditions?.isEmpty == false, let loss = places.first, loss.rows >= 2 * leastRows {
      let halves = loss.split(.vertical, [.weight(1), .weight(1)])
      panels[0].rect = halves[0]
      panels.insert((.conditions, halves[1]), at: 1)
    }
    return panels
  }

  /// One to four rectangles, the most important first.
  static func places(in rect: Rect) -> [Rect] {
    let isWide = rect.columns >= wideColumns
    if isWide {
      guard rect.rows >= 2 * leastRows else { return rect.split(.horizontal, [.weight(1), .weight(1)]) }
      let rows = rect.split(.vertical, [.weight(1), .weight(1)])
      let sides: [Extent] = [.weight(11), .weight(9)]
      return rows[0].split(.horizontal, sides) + rows[1].split(.horizontal, sides)
    }
    let count = max(1, min(4, rect.rows / leastRows))
    return rect.split(.vertical, Array(repeating: .weight(1), count: count))
  }
}
