import Screen

/// The line of one synapse on the canvas.
struct WiringPath {
  let from: Rect
  let to: Rect
  let plot: Rect
  let isThick: Bool
  let stroke: Stroke

  func draw(style: Style, on canvas: inout Canvas) {
    let (across, down) = canvas.glyphs.dotsPerCell
    func dotX(_ column: Int) -> Int { (column - plot.x) * across }
    func dotY(_ rect: Rect) -> Int { (rect.y - plot.y) * down + down / 2 }
    let (startY, endY) = (dotY(from), dotY(to))
    if from.maxX < to.x || to.maxX < from.x {
      // Forwards from right edge to left edge, backwards the other way round.
      let isForward = from.maxX < to.x
      let startX = isForward ? dotX(from.maxX) : dotX(from.x) - 1
      let endX = isForward ? dotX(to.x) - 1 : dotX(to.maxX)
      line(startX, startY, endX, endY, style, &canvas)
      return
    }
    // Inside of one layer: an arc to the right, longer ways farther out.
    let startX = dotX(from.maxX)
    let endX = dotX(to.maxX)
    let reach = min(4 * across, across + abs(endY - startY) / (2 * down)) + max(startX, endX)
    if from == to {
      line(startX, startY, reach, startY, style, &canvas)
      return
    }
    let middle = (startY + endY) / 2
    line(startX, startY, reach, middle, style, &canvas)
    line(reach, middle, endX, endY, style, &canvas)
  }

  private func line(
    _ startX: Int, _ startY: Int, _ endX: Int, _ endY: Int, _ style: Style, _ canvas: inout Canvas
  ) {
    canvas.line(fromX: startX, y: startY, toX: endX, y: endY, style: style, stroke: stroke)
    guard isThick, canvas.glyphs == .braille else { return }
    canvas.line(fromX: startX, y: startY + 1, toX: endX, y: endY + 1, style: style, stroke: stroke)
  }
}
