/// A table: a heading, then rows of which one may be selected, scrolled so that the selected one is visible.
///
/// The caller draws the cells: text, a sparkline, a bar.
public struct TableView: Sendable {
  /// A column's heading, width and alignment.
  public struct Column: Sendable {
    public var title: String
    /// Used where there is no room for the title.
    public var shortTitle: String
    public var extent: Extent
    public var alignment: Alignment
    /// Nil where the table is not sorted by this column.
    public var isAscending: Bool?

    public init(
      _ title: String, _ extent: Extent, alignment: Alignment = .leading, isAscending: Bool? = nil,
      shortTitle: String? = nil
    ) {
      self.title = title
      self.shortTitle = shortTitle ?? title
      self.extent = extent
      self.alignment = alignment
      self.isAscending = isAscending
    }
  }

  public var columns: [Column]
  public var rowCount: Int
  /// A row, not counting the heading.
  public var selected: Int?
  /// The first row to show, if the selected one is visible then.
  public var firstRow: Int
  /// False where the table stays at `firstRow` even if the selected row is not visible.
  public var followsSelection: Bool

  public init(
    columns: [Column], rowCount: Int, selected: Int? = nil, firstRow: Int = 0, followsSelection: Bool = true
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.selected = selected
    self.firstRow = firstRow
    self.followsSelection = followsSelection
  }

  /// The rows on the screen.
  public func window(in rect: Rect) -> ListWindow {
    ListWindow(
      count: rowCount, rows: rect.rows - 1, selected: followsSelection ? selected : nil, preferred: firstRow)
  }

  /// The row at a line of the screen; nil for the heading and for empty lines.
  public func row(atY y: Int, in rect: Rect) -> Int? {
    guard rect.columns > 2, y > rect.y, y < rect.maxY else { return nil }
    let window = window(in: rect)
    let row = window.first + y - rect.y - 1
    return window.visible.contains(row) ? row : nil
  }

  /// The table's column at a column of the screen.
  public func column(atX x: Int, in rect: Rect) -> Int? {
    guard rect.columns > 2 else { return nil }
    return cellPlaces(in: rect).firstIndex { $0.contains(x: x, y: $0.y) }
  }

  private func cellPlaces(in rect: Rect) -> [Rect] {
    // The first column is for the selection's mark.
    let inner = Rect(x: rect.x + 1, y: rect.y, columns: rect.columns - 1, rows: rect.rows)
    return inner.split(.horizontal, columns.map(\.extent), spacing: 1)
  }

  /// Draws the table; `cell` draws one cell (row, column) into its rectangle.
  public func draw(
    in rect: Rect, on grid: inout Grid, glyphs: GlyphSet,
    cell: (_ row: Int, _ column: Int, _ rect: Rect, _ grid: inout Grid) -> Void
  ) {
    guard rect.columns > 2, rect.rows > 0 else { return }
    let symbols = glyphs.symbols
    let cells = cellPlaces(in: rect)
    drawHeading(cells, on: &grid, symbols: symbols)
    let window = window(in: rect)
    for row in window.visible {
      let y = rect.y + 1 + row - window.first
      for (column, place) in cells.enumerated() where place.columns > 0 {
        cell(row, column, Rect(x: place.x, y: y, columns: place.columns, rows: 1), &grid)
      }
      guard row == selected else { continue }
      grid.place(TextCell(symbols.selected, width: 1), x: rect.x, y: y, style: Style(.focus, bold: true))
      grid.restyle(Rect(x: rect.x, y: y, columns: rect.columns, rows: 1)) { style in
        style.background = .selection
        style.isBold = true
        style.isDim = false
      }
    }
  }

  private func drawHeading(_ cells: [Rect], on grid: inout Grid, symbols: GlyphSet.Symbols) {
    for (column, place) in zip(columns, cells) where place.columns > 0 {
      let mark = column.isAscending.map { String($0 ? symbols.sortAscending : symbols.sortDescending) } ?? ""
      let isRoomy = DisplayWidth.of(column.title + mark) <= place.columns
      let title = (isRoomy ? column.title : column.shortTitle) + mark
      grid.draw(
        title, x: place.x, y: place.y, width: place.columns,
        style: Style(.title, bold: column.isAscending != nil, underlined: true),
        alignment: column.alignment, ellipsis: symbols.ellipsis)
    }
  }
}
