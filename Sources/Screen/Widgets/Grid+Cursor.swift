extension Grid {
  /// Marks a column of a chart: a line where nothing is drawn, reverse video where something is.
  public mutating func drawCursor(_ rect: Rect, glyphs: GlyphSet) {
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX where bounds.contains(x: x, y: y) && !self[x, y].isContinuation {
        if self[x, y].character == " " {
          place(TextCell(glyphs.symbols.vertical, width: 1), x: x, y: y, style: Style(.bright))
        } else {
          self[x, y].style.isReversed = true
          self[x, y].style.isBold = true
        }
      }
    }
  }
}
