/// Values written to the right of a chart, at their heights.
struct ChartEndLabels {
  let series: [ChartSeries]
  let frame: ChartFrame

  /// A chart narrower than this needs all its columns for the lines.
  private static let leastChart = 56
  /// The widest label.
  private static let mostColumns = 14

  /// Columns to set aside for the labels and a gap before them; 0 where there is no room.
  static func columns(for series: [ChartSeries], in columns: Int) -> Int {
    guard columns >= leastChart else { return 0 }
    let widest = series.flatMap(\.endLabels).map { DisplayWidth.of($0.text) }.max() ?? 0
    return widest == 0 ? 0 : min(widest, mostColumns) + 1
  }

  /// One label a row: where two want the same row, the later one moves to the nearest free row, if there is one near.
  func draw(on grid: inout Grid) {
    guard frame.endColumns > 1 else { return }
    let plot = frame.plot
    var taken: Set<Int> = []
    for series in series {
      for label in series.endLabels {
        guard label.value.isFinite, let wanted = frame.row(of: label.value),
          let row = [0, -1, 1, -2, 2].map({ wanted + $0 })
            .first(where: { $0 >= plot.y && $0 < plot.maxY && !taken.contains($0) })
        else { continue }
        taken.insert(row)
        grid.draw(
          label.text, x: plot.maxX + 1, y: row, width: frame.endColumns - 1, style: series.style,
          ellipsis: frame.symbols.ellipsis)
      }
    }
  }
}
