/// A list of keys and what they do, in sections, in as many columns as fit.
public struct KeyHelp: Sendable {
  /// A key and what it does.
  public struct Entry: Sendable, Hashable {
    public var keys: String
    public var text: String
    /// Drawn dim: the key does nothing at present.
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
    case entry(Entry)
  }

  /// The rows below the last full screen: how far scrolling makes sense.
  public func scrollLimit(for size: Size) -> Int {
    let columns = columnCount(for: size.columns)
    let rows = (lines.count + columns - 1) / columns
    return max(0, rows - size.rows)
  }

  /// Draws the keys that fit from `scroll` on.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    let lines = lines
    let columns = columnCount(for: rect.columns)
    let rows = (lines.count + columns - 1) / columns
    let first = min(max(0, scroll), max(0, rows - rect.rows))
    let keyWidth = min(rect.columns / 3, longestKey)
    let places = rect.split(.horizontal, Array(repeating: .weight(1), count: columns), spacing: 2)
    for (column, place) in places.enumerated() {
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

  private var lines: [Line] {
    sections.enumerated().flatMap { index, section in
      (index == 0 ? [] : [Line.blank]) + [.title(section.title)] + section.entries.map(Line.entry)
    }
  }

  private var longestKey: Int {
    sections.flatMap(\.entries).map { DisplayWidth.of($0.keys) }.max() ?? 0
  }

  private func columnCount(for columns: Int) -> Int { columns >= 100 ? 2 : 1 }
}
