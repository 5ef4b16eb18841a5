/// Keys and what they do, in sections, in as many columns as fit.
public struct KeyHelp: Sendable {
  /// A key and what it does.
  public struct Entry: Sendable, Hashable {
    public var keys: String
    public var text: String
    /// The key does nothing at present; drawn dim.
    public var isInactive: Bool

    public init(keys: String, text: String, isInactive: Bool = false) {
      self.keys = keys
      self.text = text
      self.isInactive = isInactive
    }
  }

  /// Keys that belong together, under a title.
  public struct Section: Sendable, Hashable {
    public var title: String
    public var entries: [Entry]

    public init(_ title: String, _ entries: [Entry]) {
      self.title = title
      self.entries = entries
    }
  }

  public var sections: [Section]
  /// The first row shown.
  public var scroll: Int

  public init(sections: [Section], scroll: Int = 0) {
    self.sections = sections
    self.scroll = scroll
  }

  private enum Line {
    case blank
    case title(String)
    /// A key and what it does, or a further line of that with empty keys.
    case entry(Entry)
  }

  /// How far scrolling makes sense, in rows.
  public func scrollLimit(for size: Size) -> Int {
    max(0, layout(size).rows - size.rows)
  }

  /// The page shown, from 1, and how many there are.
  public func page(for size: Size) -> (number: Int, count: Int) {
    let (rows, limit) = (max(1, size.rows), scrollLimit(for: size))
    let first = min(max(0, scroll), limit)
    return ((first + rows - 1) / rows + 1, (limit + rows - 1) / rows + 1)
  }

  /// The columns side by side, the lines wrapped to their width, and the rows they need.
  private func layout(_ size: Size) -> (places: [Rect], lines: [Line], rows: Int) {
    let columns = min(3, max(1, size.columns / Self.leastColumns))
    let places = Rect(x: 0, y: 0, columns: size.columns, rows: 1)
      .split(.horizontal, Array(repeating: .weight(1), count: columns), spacing: 2)
    let width = (places.map(\.columns).min() ?? 0) - keyWidth(size.columns) - 1
    let lines = lines(width: width)
    return (places, lines, (lines.count + columns - 1) / columns)
  }

  /// A column narrower than this breaks most sentences.
  private static let leastColumns = 56

  /// Draws the keys that fit from `scroll` on.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    let (places, lines, rows) = layout(rect.size)
    let first = min(max(0, scroll), max(0, rows - rect.rows))
    let keyWidth = keyWidth(rect.columns)
    for (column, place) in places.enumerated() {
      let place = Rect(x: rect.x + place.x, y: rect.y, columns: place.columns, rows: rect.rows)
      for row in first..<min(first + rect.rows, rows) {
        let index = column * rows + row
        guard index < lines.count else { break }
        draw(lines[index], in: place, y: rect.y + row - first, keyWidth, on: &grid, glyphs)
      }
    }
  }

  private func draw(
    _ line: Line, in place: Rect, y: Int, _ keyWidth: Int, on grid: inout Grid, _ glyphs: GlyphSet
  ) {
    let ellipsis = glyphs.symbols.ellipsis
    switch line {
    case .blank:
      break
    case .title(let title):
      grid.draw(
        title, x: place.x, y: y, width: place.columns, style: Style(.title, bold: true),
        ellipsis: ellipsis)
    case .entry(let entry):
      grid.draw(
        entry.keys, x: place.x, y: y, width: keyWidth,
        style: Style(.focus, bold: !entry.isInactive, dim: entry.isInactive), ellipsis: ellipsis)
      grid.draw(
        entry.text, x: place.x + keyWidth + 1, y: y, width: place.columns - keyWidth - 1,
        style: Style(entry.isInactive ? .axis : .value, dim: entry.isInactive), ellipsis: ellipsis)
    }
  }

  private func lines(width: Int) -> [Line] {
    sections.enumerated().flatMap { index, section in
      (index == 0 ? [] : [Line.blank]) + [.title(section.title)]
        + section.entries.flatMap { entry in
          wrapped(entry.text, to: width).enumerated().map { row, text in
            .entry(Entry(keys: row == 0 ? entry.keys : "", text: text, isInactive: entry.isInactive))
          }
        }
    }
  }

  private func keyWidth(_ columns: Int) -> Int {
    min(columns / 3, sections.flatMap(\.entries).map { DisplayWidth.of($0.keys) }.max() ?? 0)
  }
}
