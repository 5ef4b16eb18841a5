extension Grid {
  /// A dim sentence in the middle of a rectangle that has nothing else to show, broken into lines where it has to be.
  public mutating func drawNotice(_ text: String, in rect: Rect, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    let broken = wrapped(text, to: rect.columns)
    // On too few lines a sentence cut short says more than its first words alone.
    let lines = broken.count <= rect.rows ? broken : [text]
    for (row, line) in lines.enumerated() {
      draw(
        line, x: rect.x, y: rect.y + max(0, (rect.rows - lines.count + 1) / 2) + row, width: rect.columns,
        style: Style(.label), alignment: .center, ellipsis: glyphs.symbols.ellipsis)
    }
  }
}
