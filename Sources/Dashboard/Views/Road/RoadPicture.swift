import Screen
import Telemetry

/// Draws a drive: the lane's edges, the paths over them, and marks where the lane was left and where the car is.
struct RoadPicture {
  let state: DashboardState
  let drive: Drive
  let map: RoadMap

  func draw(at inside: Rect, canvas: inout Canvas, on grid: inout Grid) {
    let half = Double(drive.laneHalfWidth)
    if half.isFinite {
      for offset in [half, -half] { connect(map.edge(offset), style: Style(.axis), on: &canvas) }
    }
    canvas.beginLayer()
    draw(drive.nominal, stroke: .solid, isPerturbed: false, on: &canvas)
    if let perturbed = drive.perturbed { draw(perturbed, stroke: .dotted, isPerturbed: true, on: &canvas) }
    canvas.draw(on: &grid, x: inside.x, y: inside.y)
    for path in [drive.nominal, drive.perturbed].compactMap({ $0 }) {
      mark(path, at: inside, canvas: canvas, on: &grid)
    }
  }

  private func connect(_ dots: [(x: Int, y: Int)], style: Style, on canvas: inout Canvas) {
    for (from, to) in zip(dots, dots.dropFirst()) {
      canvas.line(fromX: from.x, y: from.y, toX: to.x, y: to.y, style: style)
    }
  }

  private func draw(_ path: DrivenPath, stroke: Stroke, isPerturbed: Bool, on canvas: inout Canvas) {
    let dots = map.dots(path)
    for index in dots.indices.dropFirst() {
      guard let from = dots[index - 1], let to = dots[index] else { continue }
      canvas.line(
        fromX: from.x, y: from.y, toX: to.x, y: to.y,
        style: style(offset: path.offsets[index], isPerturbed: isPerturbed), stroke: stroke)
    }
  }

  /// Calm near the middle, a warning near the edge, an alarm beyond it.
  private func style(offset: Float, isPerturbed: Bool) -> Style {
    let share = abs(offset) / drive.laneHalfWidth
    if share > 1 { return Style(.error, bold: true) }
    if isPerturbed { return ProbeChart.perturbedStyle }
    return share > 0.5 ? Style(.paused) : ProbeChart.nominalStyle
  }

  /// Whole characters: the car, and a cross where it left the lane.
  private func mark(_ path: DrivenPath, at inside: Rect, canvas: Canvas, on grid: inout Grid) {
    let dots = map.dots(path)
    let symbols = state.glyphs.symbols
    if let left = path.leftLane {
      place(symbols.notFinite, index(of: left, in: path), Style(.error, bold: true))
    }
    let car = RoadPanel.moment(state, path).map { index(of: $0, in: path) } ?? dots.count - 1
    place(symbols.bullet, car, Style(.bright, bold: true))

    func place(_ symbol: Character, _ index: Int, _ style: Style) {
      guard dots.indices.contains(index), let dot = dots[index], dot.x >= 0, dot.y >= 0,
        dot.x < canvas.dotColumns, dot.y < canvas.dotRows
      else { return }
      let (across, down) = canvas.glyphs.dotsPerCell
      grid.draw(
        String(symbol), x: inside.x + dot.x / across, y: inside.y + dot.y / down, width: 1, style: style)
    }
  }

  /// The first point that is not earlier; the last where all are.
  private func index(of time: Float, in path: DrivenPath) -> Int {
    path.times.firstIndex { $0 >= time } ?? path.times.count - 1
  }
}
