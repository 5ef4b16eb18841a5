import CNcurses
import Foundation
import Screen

/// Copies the changed cells of grids into ncurses' standard screen; ncurses decides what to send.
struct ScreenPainter {
  /// A style in ncurses' terms.
  private struct Look {
    var attributes: attr_t
    var pair: Int32
    var background: Int
    /// Drawn instead of the cell's character.
    var character: Character?

    /// This look if a blank looks the same in it as in its own. The foreground of a blank is invisible, and every change
    /// of colour costs about ten bytes.
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

  /// Fills `cells` with some columns of a row, with blanks beyond the grid.
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

/// The terminal's colour pairs, created when first needed.
private struct ColorPairs {
  private struct Key: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private let limit: Int32
  /// False on terminals that cannot return to their own colours.
  private let hasDefaults: Bool
  private var pairs: [Key: Int32] = [:]

  /// Starts colour, which writes to the terminal.
  init() {
    let isStarted = has_colors() && start_color() == OK
    hasDefaults = isStarted && use_default_colors() == OK
    limit = isStarted ? curses_color_pairs() : 0
  }

  /// Forgets every pair; call it before a frame with other colours throughout.
  mutating func reset() { pairs.removeAll(keepingCapacity: true) }

  /// The pair for two colours (-1: the terminal's own), 0 when there are no more.
  mutating func pair(foreground: Int, background: Int) -> Int32 {
    var key = Key(foreground: Int32(foreground), background: Int32(background))
    if key.foreground < 0 && key.background < 0 { return 0 }
    if let pair = pairs[key] { return pair }
    let next = Int32(pairs.count) + 1
    guard next < limit else { return 0 }
    pairs[key] = next
    if !hasDefaults {
      if key.foreground < 0 { key.foreground = COLOR_WHITE }
      if key.background < 0 { key.background = COLOR_BLACK }
    }
    guard init_extended_pair(next, key.foreground, key.background) == OK else { return 0 }
    return next
  }
}

/// Finds the columns of a row that have to be copied again.
package enum ChangedSpans {
  /// Where a row differs from what it was, in order. Each span is long enough to look the same as when the whole row is
  /// copied: blanks take their colour from the cell to their left, and wide characters are not split.
  package static func of(_ row: ArraySlice<Grid.Cell>, from former: ArraySlice<Grid.Cell>) -> [Range<Int>] {
    precondition(row.count == former.count, "rows of \(row.count) and \(former.count) cells")
    var spans: [Range<Int>] = []
    let offset = former.startIndex - row.startIndex
    var x = row.startIndex
    while x < row.endIndex {
      guard row[x] != former[x + offset] else {
        x += 1
        continue
      }
      var start = x
      while start > row.startIndex, row[start].isBlank { start -= 1 }
      // Blanks that follow took their colour from what was here.
      repeat { x += 1 } while x < row.endIndex && (row[x].isBlank || row[x] != former[x + offset])
      let span = start - row.startIndex..<x - row.startIndex
      if let last = spans.last, last.upperBound >= span.lowerBound {
        spans[spans.count - 1] = last.lowerBound..<span.upperBound
      } else {
        spans.append(span)
      }
    }
    return spans
  }
}

extension Grid.Cell {
  /// True where the foreground is invisible.
  fileprivate var isBlank: Bool { isContinuation || character == " " }
}
