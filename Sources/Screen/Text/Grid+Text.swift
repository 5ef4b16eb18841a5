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

  /// Draws runs after one another in at most `width` columns and returns the columns they took.
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

  /// Blanks a rectangle; a wide character that straddles its edge is blanked whole.
  public mutating func clear(_ rect: Rect, style: Style = Style()) {
    for y in max(0, rect.y)..<max(0, rect.y, min(rect.maxY, size.rows)) {
      detachWide(x: rect.x, y: y)
      detachWide(x: rect.maxX, y: y)
    }
    fill(rect, style: style)
  }

  /// Puts one character; half a wide character is never left behind, and none is cut by the grid's edge.
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

  /// Blanks the wide character whose right half is at `x`: what begins there is about to be overwritten.
  private mutating func detachWide(x: Int, y: Int) {
    guard bounds.contains(x: x, y: y), self[x, y].isContinuation else { return }
    self[x, y] = Cell(" ", style: self[x, y].style)
    self[x - 1, y] = Cell(" ", style: self[x - 1, y].style)
  }
}
