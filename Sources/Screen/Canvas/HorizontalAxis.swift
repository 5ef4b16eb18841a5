/// Where ticks and their labels go along a row, so that no two labels touch.
package struct HorizontalAxis {
  package let scale: ValueScale
  package let kind: TickKind
  /// Columns from the lower to the upper end of the scale.
  package let columns: Int

  package init(scale: ValueScale, kind: TickKind, columns: Int) {
    self.scale = scale
    self.kind = kind
    self.columns = columns
  }

  /// A tick at a column, and the columns of its label, all counted from the lower end of the scale.
  package struct Label {
    package var tick: AxisTick
    package var column: Int
    package var start: Int
    package var width: Int
  }

  /// As many ticks as fit with all their labels between two columns, at least a blank apart; where not even one
  /// division fits whole, those labels that do.
  package func labels(from first: Int, to end: Int, glyphs: GlyphSet) -> [Label] {
    guard columns > 0 else { return [] }
    let most = max(2, columns / 8)
    for count in stride(from: most, through: 2, by: -1) {
      let ticks = scale.ticks(kind, count: count)
      let labels = placed(ticks, from: first, to: end, glyphs: glyphs)
      if labels.count == ticks.count { return labels }
    }
    return placed(scale.ticks(kind, count: 2), from: first, to: end, glyphs: glyphs)
  }

  private func placed(_ ticks: [AxisTick], from first: Int, to end: Int, glyphs: GlyphSet) -> [Label] {
    var labels: [Label] = []
    var free = first
    for tick in ticks {
      let tick = tick.spelled(for: glyphs)
      guard let fraction = scale.fraction(of: tick.value), fraction >= -1e-9, fraction <= 1 + 1e-9 else {
        continue
      }
      let column = min(max(0, Int((fraction * Double(columns - 1)).rounded())), columns - 1)
      let width = DisplayWidth.of(tick.label)
      let start = max(first, min(column - width / 2, end - width))
      // Two ticks that a label is too coarse to tell apart are one to the reader.
      guard start >= free, start + width <= end, tick.label != labels.last?.tick.label else { continue }
      labels.append(Label(tick: tick, column: column, start: start, width: width))
      free = start + width + 1
    }
    return labels
  }
}
