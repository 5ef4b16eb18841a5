import Screen

/// The times below the raster; the cursor's stands out.
struct RasterAxis {
  let state: DashboardState
  let steps: Int
  let plot: Rect

  /// The column in the middle of a step's cells.
  static func column(ofStep step: Int, steps: Int, columns: Int) -> Int {
    (2 * step + 1) * columns / (2 * max(1, steps))
  }

  func draw(y: Int, with painter: inout Painter) {
    guard let trace = state.frame?.probe.nominal, steps > 0, plot.columns > 0 else { return }
    let times = ProbeChart.x(trace)
    let unit = ProbeChart.xUnit(state)
    let end = plot.maxX - DisplayWidth.of(unit) - 1
    let marked = cursorLabel(times)
    var free = plot.x
    for (column, label) in labels(times) {
      let width = DisplayWidth.of(label) + 1
      let place = (plot.x + column - 1)..<(plot.x + column + width + 1)
      guard plot.x + column >= free, place.upperBound <= end, !(marked?.place.overlaps(place) ?? false)
      else { continue }
      painter.draw(state.glyphs.symbols.xTick, x: plot.x + column, y: y, style: Style(.axis))
      painter.draw(label, x: plot.x + column + 1, y: y, width: width, style: Style(.label))
      free = place.upperBound
    }
    if end > plot.x, marked.map({ $0.place.upperBound <= end }) ?? true {
      painter.draw(unit, x: end + 1, y: y, width: plot.maxX - end - 1, style: Style(.axis))
    }
    guard let marked else { return }
    painter.draw(
      marked.text, x: marked.place.lowerBound, y: y, width: marked.place.count,
      style: Style(.bright, bold: true, reversed: true))
  }

  /// Round times, each at the column of the step nearest to it; where all steps have one time, that.
  private func labels(_ times: [Float]) -> [(column: Int, text: String)] {
    guard let first = times.first, let last = times.last, first < last else {
      return times.first.map { [(0, NumberText.short(Double($0)))] } ?? []
    }
    let scale = ValueScale(kind: .linear, lower: Double(first), upper: Double(last))
    return scale.ticks(count: max(2, plot.columns / 12)).map { tick in
      let distances = times.map { abs(Double($0) - tick.value) }
      let step = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      let column = Self.column(ofStep: step, steps: steps, columns: plot.columns)
      return (column, tick.spelled(for: state.glyphs).label)
    }
  }

  /// The cursor's time and the columns it takes.
  private func cursorLabel(_ times: [Float]) -> (text: String, place: Range<Int>)? {
    guard let step = state.cursorStep else { return nil }
    let text = NumberText.short(Double(times[step]))
    let width = min(DisplayWidth.of(text), plot.columns)
    let column = plot.x + Self.column(ofStep: step, steps: steps, columns: plot.columns)
    let start = max(plot.x, min(column - width / 2, plot.maxX - width))
    return (text, start..<(start + width))
  }
}
