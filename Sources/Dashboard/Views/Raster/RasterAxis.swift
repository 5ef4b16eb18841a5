import Screen

/// The times under the raster, whose columns are steps; the cursor's stands out.
struct RasterAxis {
  let state: DashboardState
  let steps: Int
  let plot: Rect

  /// The column in the middle of a step's cells.
  static func column(ofStep step: Int, steps: Int, columns: Int) -> Int {
    (2 * step + 1) * columns / (2 * max(1, steps))
  }

  func draw(y: Int, on grid: inout Grid) {
    guard let trace = state.frame?.probe.nominal, steps > 0, plot.columns > 0 else { return }
    let times = ProbeChart.x(trace)
    let unit = ProbeChart.xUnit(state)
    let end = plot.maxX - DisplayWidth.of(unit) - 1
    var free = plot.x
    for column in stride(from: 0, to: plot.columns, by: 12) {
      let label = NumberText.short(Double(times[column * steps / plot.columns]))
      let width = DisplayWidth.of(label) + 1
      guard plot.x + column >= free, plot.x + column + width < end else { continue }
      grid.draw(
        String(state.glyphs.symbols.xTick), x: plot.x + column, y: y, width: 1, style: Style(.axis))
      grid.draw(label, x: plot.x + column + 1, y: y, width: width, style: Style(.label))
      free = plot.x + column + width + 1
    }
    if end > plot.x {
      grid.draw(unit, x: end + 1, y: y, width: plot.maxX - end - 1, style: Style(.axis))
    }
    guard let step = state.cursorStep else { return }
    let label = NumberText.short(Double(times[step]))
    let width = min(DisplayWidth.of(label), plot.columns)
    let column = plot.x + Self.column(ofStep: step, steps: steps, columns: plot.columns)
    let start = max(plot.x, min(column - width / 2, plot.maxX - width))
    grid.draw(label, x: start, y: y, width: width, style: Style(.bright, bold: true, reversed: true))
  }
}
