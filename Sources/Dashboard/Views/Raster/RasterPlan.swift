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
    rows = Self.rows(state, rect.rows - Self.frameRows)
    (picture, preview, height) = Self.places(
      in: rect, lines: rows.lines, hasPreview: !(state.panels.isZoomed && state.panels.focused == .raster))
  }

  /// The roomiest arrangement that fits: names on every line before headings, headings before two neurons a line. ASCII
  /// has no half blocks; it scrolls, as do networks too large for any arrangement.
  private static func rows(_ state: DashboardState, _ room: Int) -> RasterRows {
    let isPairing = state.glyphs != .ascii
    let hasHeadings = room >= leastRowsForHeadings
    let wishes =
      [(false, hasHeadings), (false, false)] + (isPairing ? [(true, hasHeadings), (true, false)] : [])
    for (isPaired, hasHeadings) in wishes {
      let rows = RasterRows(state, isPaired: isPaired, hasHeadings: hasHeadings)
      if rows.lines.count <= room { return rows }
    }
    return RasterRows(state, isPaired: isPairing, hasHeadings: hasHeadings)
  }

  static func places(
    in rect: Rect, lines: [RasterRows.Line], hasPreview: Bool = true
  ) -> (picture: Rect, preview: Rect?, height: Int) {
    let headings = lines.reduce(0) { if case .heading = $1 { $0 + 1 } else { $0 } }
    let neurons = lines.count - headings
    func wanted(_ height: Int) -> Int { headings + neurons * height + frameRows }
    if hasPreview, neurons > 0,
      let height = [3, 2, 1].first(where: { wanted($0) + leastPreviewRows <= rect.rows })
    {
      return (rect.top(wanted(height)), rect.dropTop(wanted(height)), height)
    }
    return (rect, nil, [3, 2].first { wanted($0) <= rect.rows } ?? 1)
  }
}
