/// A screenful of cells: widgets draw into it, tests compare it, the terminal shows it.
///
/// Writing outside the grid is clipped, so a widget can draw without knowing the size. Wide (CJK) characters take
/// two cells: the first holds the character, the second is a continuation.
public struct Grid: Sendable, Hashable {
  public struct Cell: Sendable, Hashable {
    public var character: Character
    public var style: Style
    /// True for the right half of a wide character; its `character` is a space and is not printed.
    public var isContinuation: Bool

    public init(_ character: Character = " ", style: Style = Style(), isContinuation: Bool = false) {
      self.character = character
      self.style = style
      self.isContinuation = isContinuation
    }
  }

  public let size: Size
  private var cells: [Cell]

  public init(size: Size, style: Style = Style()) {
    self.size = size
    cells = Array(repeating: Cell(style: style), count: size.columns * size.rows)
  }

  public var bounds: Rect { Rect(x: 0, y: 0, columns: size.columns, rows: size.rows) }

  /// A cell; reading outside gives a blank, writing outside does nothing.
  public subscript(x: Int, y: Int) -> Cell {
    get { bounds.contains(x: x, y: y) ? cells[y * size.columns + x] : Cell() }
    set {
      guard bounds.contains(x: x, y: y) else { return }
      cells[y * size.columns + x] = newValue
    }
  }

  /// The cells of a row, left to right.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    cells[(y * size.columns)..<((y + 1) * size.columns)]
  }

  /// Gives every cell of a rectangle the same character and style.
  public mutating func fill(_ rect: Rect, with character: Character = " ", style: Style) {
    for y in max(0, rect.y)..<max(0, rect.y, min(rect.maxY, size.rows)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(rect.maxX, size.columns)) {
        cells[y * size.columns + x] = Cell(character, style: style)
      }
    }
  }
}

extension Grid {
  /// Draws a line of text in at most `width` columns and returns the columns it took.
  ///
  /// Text that is too long ends in the ellipsis. Control characters are replaced, wide characters take two cells.
  /// `alignment` counts only where `width` is given.
  @discardableResult
  public mutating func draw(
    _ text: String, x: Int, y: Int, width: Int? = nil, style: Style = Style(),
    alignment: Alignment = .leading, ellipsis: Character = "…"
  ) -> Int {
    let space = width ?? max(0, size.columns - x)
    guard y >= 0, y < size.rows, space > 0 else { return 0 }
    if DisplayWidth.isPlainASCII(text), text.utf8.count <= space {
      let length = text.utf8.count
      var column = x + (width == nil ? 0 : alignment.indent(of: length, in: space))
      for byte in text.utf8 {
        place(TextCell(Character(Unicode.Scalar(byte)), width: 1), x: column, y: y, style: style)
        column += 1
      }
      return length
    }
    let cells = truncatedCells(TextCell.cells(of: text), to: space, ellipsis: ellipsis)
    let used = cells.reduce(0) { $0 + $1.width }
    var column = x + (width == nil ? 0 : alignment.indent(of: used, in: space))
    for cell in cells {
      place(cell, x: column, y: y, style: style)
      column += cell.width
    }
    return used
  }

  /// Draws runs one after another in at most `width` columns and returns the columns they took.
  @discardableResult
  public mutating func draw(
    _ runs: [TextRun], x: Int, y: Int, width: Int? = nil, alignment: Alignment = .leading,
    ellipsis: Character = "…"
  ) -> Int {
    let space = width ?? max(0, size.columns - x)
    let indent = width == nil ? 0 : alignment.indent(of: runs.width, in: space)
    var used = indent
    for run in runs {
      guard used < space else { break }
      used += draw(run.text, x: x + used, y: y, width: space - used, style: run.style, ellipsis: ellipsis)
    }
    return used - indent
  }

  /// Changes the style of the cells of a rectangle and leaves their characters.
  public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    for y in max(0, rect.y)..<max(0, rect.y, min(rect.maxY, size.rows)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(rect.maxX, size.columns)) {
        change(&self[x, y].style)
      }
    }
  }

  /// Blanks a rectangle, and the other half of any wide character that straddles its edge.
  public mutating func clear(_ rect: Rect, style: Style = Style()) {
    for y in max(0, rect.y)..<max(0, rect.y, min(rect.maxY, size.rows)) {
      detachWide(x: rect.x, y: y)
      detachWide(x: rect.maxX, y: y)
    }
    fill(rect, style: style)
  }

  /// Writes one character. Never leaves half a wide character behind, neither here nor at the grid's edge.
  mutating func place(_ cell: TextCell, x: Int, y: Int, style: Style) {
    guard bounds.contains(x: x, y: y) else { return }
    detachWide(x: x, y: y)
    detachWide(x: x + cell.width, y: y)
    guard cell.width == 2 else {
      self[x, y] = Cell(cell.character, style: style)
      return
    }
    guard x + 1 < size.columns else {
      self[x, y] = Cell(" ", style: style)
      return
    }
    self[x, y] = Cell(cell.character, style: style)
    self[x + 1, y] = Cell(" ", style: style, isContinuation: true)
  }

  /// Blanks the wide character whose right half is at `x`, before that half is overwritten.
  private mutating func detachWide(x: Int, y: Int) {
    guard bounds.contains(x: x, y: y), self[x, y].isContinuation else { return }
    self[x, y] = Cell(" ", style: self[x, y].style)
    self[x - 1, y] = Cell(" ", style: self[x - 1, y].style)
  }

  /// Changes the style wherever a text occurs in a rectangle. Case is ignored.
  public mutating func highlight(_ needle: String, in rect: Rect, _ change: (inout Style) -> Void) {
    let wanted = TextCell.cells(of: needle.lowercased()).map(\.character)
    let place = rect.intersection(bounds)
    guard !wanted.isEmpty, !place.isEmpty else { return }
    for y in place.y..<place.maxY {
      // The right halves of wide characters hold no text.
      let columns = (place.x..<place.maxX).filter { !self[$0, y].isContinuation }
      let characters = columns.map { String(self[$0, y].character).lowercased() }
      var start = 0
      while start + wanted.count <= columns.count {
        let isHere = wanted.indices.allSatisfy { String(wanted[$0]) == characters[start + $0] }
        guard isHere else {
          start += 1
          continue
        }
        let last = columns[start + wanted.count - 1]
        let end = last + (self[last + 1, y].isContinuation ? 2 : 1)
        restyle(Rect(x: columns[start], y: y, columns: end - columns[start], rows: 1), change)
        start += wanted.count
      }
    }
  }
}
