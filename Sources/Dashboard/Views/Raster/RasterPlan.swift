import Screen

/// How many rows a neuron gets in the raster and where everything is.
struct RasterPlan {
  let rows: RasterRows
  /// Rows of cells a line of neurons takes.
  let height: Int
  let picture: Rect
  /// The selected neuron's curves, where the picture leaves room for them.
  let preview: Rect?

  /// The border and the time axis.
  private static let frameRows = 3
  private static let leastPreviewRows = 8
  private static let leastRowsForHeadings = 12

  init(_ state: DashboardState, in rect: Rect) {
    let hasHeadings = rect.rows >= Self.leastRowsForHeadings
    let single = RasterRows(state, isPaired: false, hasHeadings: hasHeadings)
    let places = Self.places(in: rect, lines: single.lines)
    (picture, preview, height) = places
    let isTooLong = single.lines.count + Self.frameRows > rect.rows
    // ASCII has no half blocks: it scrolls.
    rows =
      isTooLong && state.glyphs != .ascii
      ? RasterRows(state, isPaired: true, hasHeadings: hasHeadings) : single
  }

  static func places(in rect: Rect, lines: [RasterRows.Line]) -> (picture: Rect, preview: Rect?, height: Int) {
    let headings = lines.reduce(0) { if case .heading = $1 { $0 + 1 } else { $0 } }
    let neurons = lines.count - headings
    func wanted(_ height: Int) -> Int { headings + neurons * height + frameRows }
    if neurons > 0, let height = [3, 2, 1].first(where: { wanted($0) + leastPreviewRows <= rect.rows }) {
      return (rect.top(wanted(height)), rect.dropTop(wanted(height)), height)
    }
    return (rect, nil, [3, 2].first { wanted($0) <= rect.rows } ?? 1)
  }
}
