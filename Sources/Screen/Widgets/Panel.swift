/// A rounded box with a title on its top edge and, where there is room, more text at its right end.
public struct Panel: Sendable {
  public var title: String
  /// Shown at the right end of the top edge: a legend, a count.
  public var trailing: [TextRun]
  public var isFocused: Bool

  public init(_ title: String, trailing: [TextRun] = [], isFocused: Bool = false) {
    self.title = title
    self.trailing = trailing
    self.isFocused = isFocused
  }

  /// Draws the box and returns what is inside it. A rectangle too small for a box is returned whole.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) -> Rect {
    guard rect.columns >= 4, rect.rows >= 3 else { return rect }
    let symbols = glyphs.symbols
    let style = isFocused ? Style(.focus, bold: true) : Style(.axis)
    for y in (rect.y + 1)..<(rect.maxY - 1) {
      grid.place(TextCell(symbols.vertical, width: 1), x: rect.x, y: y, style: style)
      grid.place(TextCell(symbols.vertical, width: 1), x: rect.maxX - 1, y: y, style: style)
    }
    edge(symbols.topLeft, symbols.topRight, y: rect.y, rect, &grid, symbols, style)
    edge(symbols.bottomLeft, symbols.bottomRight, y: rect.maxY - 1, rect, &grid, symbols, style)
    drawTitles(in: rect, on: &grid, symbols: symbols)
    return rect.inset()
  }

  private func edge(
    _ left: Character, _ right: Character, y: Int, _ rect: Rect, _ grid: inout Grid,
    _ symbols: GlyphSet.Symbols, _ style: Style
  ) {
    grid.place(TextCell(left, width: 1), x: rect.x, y: y, style: style)
    for x in (rect.x + 1)..<(rect.maxX - 1) {
      grid.place(TextCell(symbols.horizontal, width: 1), x: x, y: y, style: style)
    }
    grid.place(TextCell(right, width: 1), x: rect.maxX - 1, y: y, style: style)
  }

  private func drawTitles(in rect: Rect, on grid: inout Grid, symbols: GlyphSet.Symbols) {
    let space = rect.columns - 4
    guard space >= 3, !title.isEmpty else { return }
    let style = Style(isFocused ? .focus : .title, bold: true)
    let width = min(DisplayWidth.of(title), space - 2)
    grid.draw(" ", x: rect.x + 2, y: rect.y)
    let used = grid.draw(
      title, x: rect.x + 3, y: rect.y, width: width, style: style, ellipsis: symbols.ellipsis)
    grid.draw(" ", x: rect.x + 3 + used, y: rect.y)
    let left = rect.x + used + 6
    let room = rect.maxX - 3 - left
    guard !trailing.isEmpty, room >= 4 else { return }
    let trailingWidth = min(trailing.width, room)
    let start = rect.maxX - 3 - trailingWidth
    grid.draw(" ", x: start - 1, y: rect.y)
    grid.draw(trailing, x: start, y: rect.y, width: trailingWidth, ellipsis: symbols.ellipsis)
    grid.draw(" ", x: start + trailingWidth, y: rect.y)
  }
}
