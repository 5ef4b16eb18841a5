/// A rounded box with a title on its top edge and more text at the right end of its top or bottom edge.
public struct Panel: Sendable {
  public var title: String
  /// A legend or a count, on the top edge, or on the bottom edge where that has more room.
  public var trailing: [TextRun]
  public var focus: Focus

  /// How a box stands out from the others.
  public enum Focus: Sendable, Hashable {
    case none
    case focused
    /// The box fills the screen; its title shows the key that leaves.
    case zoomed
  }

  public init(_ title: String, trailing: [TextRun] = [], focus: Focus) {
    self.title = title
    self.trailing = trailing
    self.focus = focus
  }

  public init(_ title: String, trailing: [TextRun] = [], isFocused: Bool = false) {
    self.init(title, trailing: trailing, focus: isFocused ? .focused : .none)
  }

  private var isFocused: Bool { focus != .none }

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

  /// The inside of the box that `draw` would draw.
  public static func inside(_ rect: Rect) -> Rect {
    rect.columns >= 4 && rect.rows >= 3 ? rect.inset() : rect
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
    let title = focus == .zoomed ? "[z] " + title : title
    grid.draw(" ", x: rect.x + 2, y: rect.y)
    let used = grid.draw(
      title, x: rect.x + 3, y: rect.y, width: min(DisplayWidth.of(title), space - 2), style: style,
      ellipsis: symbols.ellipsis)
    grid.draw(" ", x: rect.x + 3 + used, y: rect.y)
    drawTrailing(in: rect, topRoom: rect.columns - used - 9, on: &grid, symbols: symbols)
  }

  /// On the top edge, or on the bottom edge where only that has room for all of it.
  private func drawTrailing(in rect: Rect, topRoom: Int, on grid: inout Grid, symbols: GlyphSet.Symbols) {
    let wanted = trailing.width
    let bottomRoom = rect.columns - 4
    let isAtTop = wanted <= topRoom || (wanted > bottomRoom && topRoom >= rect.columns / 2)
    let width = min(wanted, isAtTop ? topRoom : bottomRoom)
    guard width >= min(4, max(1, wanted)) else { return }
    let y = isAtTop ? rect.y : rect.maxY - 1
    let start = rect.maxX - width - (width + 6 <= rect.columns ? 3 : 2)
    grid.draw(" ", x: start - 1, y: y)
    grid.draw(trailing, x: start, y: y, width: width, ellipsis: symbols.ellipsis)
    grid.draw(" ", x: start + width, y: y)
  }
}

extension Grid {
  /// A sentence in the middle of a rectangle that has nothing else to show, wrapped where necessary.
  public mutating func drawNotice(_ text: String, in rect: Rect, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    let broken = wrapped(text, to: rect.columns)
    // Where the lines do not fit, one shortened line says more than the first lines alone.
    let lines = broken.count <= rect.rows ? broken : [text]
    for (row, line) in lines.enumerated() {
      draw(
        line, x: rect.x, y: rect.y + max(0, (rect.rows - lines.count + 1) / 2) + row, width: rect.columns,
        style: Style(.label), alignment: .center, ellipsis: glyphs.symbols.ellipsis)
    }
  }
}
