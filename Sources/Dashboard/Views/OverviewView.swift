import Screen

/// Loss, the probe's outputs, the most active neurons and the inputs at a glance.
enum OverviewView {
  /// Columns from which panels go side by side.
  private static let wideColumns = 72
  /// Rows below which a panel says nothing.
  private static let leastRows = 5

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
