import CNcurses
import Glibc
import Screen

/// Copies grids into ncurses' standard screen where they changed; ncurses finds what to send.
struct ScreenPainter {
  /// What a style is to ncurses.
  private struct Look {
    var attributes: attr_t
    var pair: Int32
    var background: Int
    /// Drawn instead of the cell's own.
    var character: Character?

    /// This look, where a blank has the same in it as in its own: nobody sees the colour of the ink of a blank, and each
    /// change of colour is ten bytes.
    func standingIn(for other: Look) -> Look? {
      let visible = curses_reverse() | curses_underline()
      let isSame = background == other.background && (attributes | other.attributes) & visible == 0
      return isSame ? self : nil
    }
  }

  private let mode: ColorMode
  private let text: CellText
  private let needsBackground: (Theme) -> Bool
  private var pairs: ColorPairs?
  private var resolver: ColorResolver
  private var theme: Theme
  private var looks: [Style: Look] = [:]
  private var recent: (style: Style, look: Look)?
  private var last: Grid?
  private var cells: [cchar_t] = []
  private var buffer: [wchar_t] = []

  init(mode: ColorMode, text: CellText, theme: Theme, needsBackground: @escaping (Theme) -> Bool) {
    self.mode = mode
    self.text = text
    self.theme = theme
    self.needsBackground = needsBackground
    pairs = mode == .mono ? nil : ColorPairs()
    resolver = ColorResolver(theme: theme, mode: mode, paintsBackground: needsBackground(theme))
  }

  /// Forgets what is on the screen.
  mutating func invalidate() { last = nil }

  /// Draws the cells that changed; false where none did.
  mutating func draw(_ grid: Grid, theme newTheme: Theme, size: Size) -> Bool {
    if newTheme != theme { change(to: newTheme) }
    let former = last.flatMap { $0.size == grid.size ? $0 : nil }
    var hasChanged = false
    for y in 0..<size.rows {
      let row = y < grid.size.rows ? grid.row(y) : []
      let spans =
        y < grid.size.rows
        ? former.map { ChangedSpans.of(row, from: $0.row(y)) } ?? [0..<size.columns]
        : former == nil ? [0..<size.columns] : []
      for span in spans where span.lowerBound < size.columns {
        encode(row, span.clamped(to: 0..<size.columns))
        mvwadd_wchnstr(curses_stdscr(), Int32(y), Int32(span.lowerBound), cells, Int32(cells.count))
        hasChanged = true
      }
    }
    last = grid
    return hasChanged
  }

  private mutating func change(to newTheme: Theme) {
    theme = newTheme
    resolver = ColorResolver(theme: newTheme, mode: mode, paintsBackground: needsBackground(newTheme))
    looks.removeAll(keepingCapacity: true)
    recent = nil
    pairs?.reset()
    last = nil
  }

  /// Fills `cells` with some columns of a row; beyond the grid it is blank.
  private mutating func encode(_ row: ArraySlice<Grid.Cell>, _ columns: Range<Int>) {
    cells.removeAll(keepingCapacity: true)
    let (start, end) = (row.startIndex, row.endIndex)
    var neighbor: Look?
    var x = columns.lowerBound
    while x < columns.upperBound {
      let cell = start + x < end ? row[start + x] : Grid.Cell()
      let isWide =
        x + 1 < columns.upperBound && start + x + 1 < end && !cell.isContinuation
        && row[start + x + 1].isContinuation
      let own = look(of: cell.style)
      let isBlank = cell.isBlank
      let look = isBlank ? neighbor?.standingIn(for: own) ?? own : own
      neighbor = look
      let isShown = text.encode(
        cell.isContinuation ? " " : look.character ?? cell.character, width: isWide ? 2 : 1, into: &buffer)
      append(look)
      if isWide && !isShown {
        // The replacement takes one column of the two.
        _ = text.encode(" ", width: 1, into: &buffer)
        append(look)
      }
      x += isWide ? 2 : 1
    }
  }

  private mutating func append(_ look: Look) {
    var cell = cchar_t()
    _ = curses_set_cell(&cell, buffer, look.attributes, look.pair)
    cells.append(cell)
  }

  private mutating func look(of style: Style) -> Look {
    // Neighbours mostly look the same.
    if let recent, recent.style == style { return recent.look }
    let look = looks[style] ?? newLook(of: style)
    recent = (style, look)
    return look
  }

  private mutating func newLook(of style: Style) -> Look {
    let resolved = resolver.resolve(style)
    let pair = pairs?.pair(foreground: resolved.foreground, background: resolved.background) ?? 0
    let look = Look(
      attributes: resolved.attributes.ncurses, pair: pair, background: resolved.background,
      character: resolved.character)
    looks[style] = look
    return look
  }
}

extension ResolvedStyle.Attributes {
  fileprivate var ncurses: attr_t {
    var attributes: attr_t = 0
    if contains(.bold) { attributes |= curses_bold() }
    if contains(.dim) { attributes |= curses_dim() }
    if contains(.reversed) { attributes |= curses_reverse() }
    if contains(.underlined) { attributes |= curses_underline() }
    return attributes
  }
}
