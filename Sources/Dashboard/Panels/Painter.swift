import Screen

/// What a panel draws with: the screen, the glyphs, and the panel's own rectangle and focus.
struct Painter {
  var grid: Grid
  let glyphs: GlyphSet
  /// The pixels of a cell; nil where pictures are not wanted.
  let cell: PixelSize?
  /// The pictures drawn so far, each with the cells that it covers as they were then: who writes over them later covers
  /// the picture.
  private var pictures: [(picture: Picture, cells: [Grid.Cell])] = []
  /// What is to be drawn in: a panel with its frame, a row, a cell of a table.
  var rect: Rect
  /// Where all panels of the view are.
  var body: Rect
  /// How the panel's frame is drawn.
  var focus = Panel.Focus.none

  init(size: Size, glyphs: GlyphSet, cell: PixelSize? = nil) {
    grid = Grid(size: size)
    self.glyphs = glyphs
    self.cell = cell
    rect = grid.bounds
    body = grid.bounds
  }

  var symbols: GlyphSet.Symbols { glyphs.symbols }

  /// Draws in another rectangle.
  mutating func draw(in rect: Rect, _ content: (inout Painter) -> Void) {
    let outer = self.rect
    self.rect = rect
    content(&self)
    self.rect = outer
  }

  /// Draws the panel's frame and returns what is inside it. A rectangle too small for a frame is returned whole.
  mutating func frame(_ title: String, trailing: [TextRun] = []) -> Rect {
    Panel(title, trailing: trailing, focus: focus).draw(in: rect, on: &grid, glyphs: glyphs)
  }

  /// Draws a line of text; what does not fit in `width` ends in an ellipsis. Returns the columns it took.
  @discardableResult
  mutating func draw(
    _ text: String, x: Int, y: Int, width: Int, style: Style = Style(), alignment: Alignment = .leading
  ) -> Int {
    grid.draw(
      text, x: x, y: y, width: width, style: style, alignment: alignment, ellipsis: symbols.ellipsis)
  }

  mutating func draw(_ runs: [TextRun], x: Int, y: Int, width: Int) {
    grid.draw(runs, x: x, y: y, width: width, ellipsis: symbols.ellipsis)
  }

  mutating func draw(_ symbol: Character, x: Int, y: Int, style: Style) {
    grid.draw(String(symbol), x: x, y: y, width: 1, style: style)
  }

  /// A dim sentence in the middle of a rectangle that has nothing else to show.
  mutating func notice(_ text: String, in rect: Rect) { grid.drawNotice(text, in: rect, glyphs: glyphs) }

  /// Gives a rectangle the background of what is selected.
  mutating func select(_ rect: Rect) { grid.restyle(rect) { $0.background = .selection } }

  /// Marks what a search found: reversed as well as coloured, so that it can be seen without colour.
  mutating func mark(_ needle: String, in rect: Rect) {
    guard !needle.isEmpty else { return }
    grid.highlight(needle, in: rect) { style in
      style.foreground = .paused
      style.isBold = true
      style.isDim = false
      style.isReversed = true
    }
  }

  /// Shows a picture over cells that are drawn already and say the same.
  mutating func add(_ picture: Picture?) {
    guard let picture, !picture.place.isEmpty else { return }
    pictures.append((picture, cells(of: picture.place)))
  }

  /// The pictures that nothing covers; the cells under them are blanked, those of the others stay.
  mutating func takePictures() -> [Picture] {
    let free = pictures.filter { cells(of: $0.picture.place) == $0.cells }.map(\.picture)
    for picture in free {
      let place = picture.place
      for y in place.y..<place.maxY {
        for x in place.x..<place.maxX where picture.covers(x: x, y: y) { grid[x, y] = Grid.Cell() }
      }
    }
    return free
  }

  private func cells(of place: Rect) -> [Grid.Cell] {
    (place.y..<place.maxY).flatMap { y in (place.x..<place.maxX).map { grid[$0, y] } }
  }

  /// Draws a table; `cell` draws one cell (row, column) in its painter's rectangle.
  mutating func draw(
    _ table: TableView, in rect: Rect, cell: (_ row: Int, _ column: Int, _ painter: inout Painter) -> Void
  ) {
    // The grid is lent to whoever draws: the table, and for each cell this painter.
    var painter = Painter(size: Size(columns: 0, rows: 0), glyphs: glyphs)
    table.draw(in: rect, on: &grid, glyphs: glyphs) { row, column, place, grid in
      swap(&painter.grid, &grid)
      painter.rect = place
      cell(row, column, &painter)
      swap(&painter.grid, &grid)
    }
  }
}

/// Something of Screen that draws itself in a rectangle.
protocol Widget {
  func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet)
}

extension Widget {
  func draw(in rect: Rect, with painter: inout Painter) {
    draw(in: rect, on: &painter.grid, glyphs: painter.glyphs)
  }
}

extension Gauge: Widget {}
extension KeyHelp: Widget {}
extension LineChart {
  func draw(in rect: Rect, with painter: inout Painter) {
    painter.add(draw(in: rect, on: &painter.grid, glyphs: painter.glyphs, cell: painter.cell))
  }
}
extension LogBar: Widget {}
extension Sparkline: Widget {}
extension StatusLine: Widget {}
