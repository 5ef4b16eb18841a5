/// Named values in one or several rows. The least important are left out where there is no room.
public struct StatusLine: Sendable {
  public var fields: [StatusField]

  public init(_ fields: [StatusField]) {
    self.fields = fields
  }

  /// The columns between two fields.
  private static let gap = 2

  /// How many rows all fields would need, at most `limit`.
  public func rowCount(columns: Int, limit: Int) -> Int {
    var rows = 1
    while rows < limit, lines(fields, columns: columns).count > rows { rows += 1 }
    return rows
  }

  /// Draws as many rows as the rectangle has, leaving out what does not fit.
  public func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard !rect.isEmpty else { return }
    var kept = fields
    while kept.count > 1, lines(kept, columns: rect.columns).count > rect.rows {
      let worst = kept.map(\.priority).max()
      guard let index = kept.lastIndex(where: { $0.priority == worst }) else { break }
      kept.remove(at: index)
    }
    let ellipsis = glyphs.symbols.ellipsis
    for (row, line) in lines(kept, columns: rect.columns).prefix(rect.rows).enumerated() {
      var x = rect.x
      for field in line {
        let space = rect.maxX - x
        guard space > 0 else { break }
        var runs: [TextRun] = []
        // Where there is no room for both, the value says more than its label.
        if !field.label.isEmpty, field.width <= space { runs.append(TextRun(field.label + " ", .label)) }
        runs.append(TextRun(field.value, field.style))
        x += grid.draw(runs, x: x, y: rect.y + row, width: space, ellipsis: ellipsis) + Self.gap
      }
    }
  }

  private func lines(_ fields: [StatusField], columns: Int) -> [[StatusField]] {
    var lines: [[StatusField]] = []
    var used = 0
    for field in fields {
      if let last = lines.indices.last, used + Self.gap + field.width <= columns {
        lines[last].append(field)
        used += Self.gap + field.width
      } else {
        lines.append([field])
        used = field.width
      }
    }
    return lines
  }
}

/// A named value of a status line.
public struct StatusField: Sendable, Hashable {
  public var label: String
  public var value: String
  public var style: Style
  /// Where there is too little room, fields with the largest number are left out first.
  public var priority: Int

  public init(_ label: String, _ value: String, style: Style = Style(.value), priority: Int) {
    self.label = label
    self.value = value
    self.style = style
    self.priority = priority
  }

  /// In columns.
  public var width: Int {
    DisplayWidth.of(value) + (label.isEmpty ? 0 : DisplayWidth.of(label) + 1)
  }
}
