import Screen
import Telemetry
import Text

extension PanelKind {
  public static let road = PanelKind("road", RoadPanel())
}

/// The road that the network drives along, seen from above: the lane's edges, where the car went, and where it is.
struct RoadPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let drive = state.frame?.drive else { return }
    let lines = lines(state, drive)
    let place = Panel.inside(painter.rect)
    let shown = place.rows > lines.count + 2 ? lines : place.rows > 3 ? Array(lines.suffix(1)) : []
    let size = Size(columns: place.columns, rows: max(0, place.rows - shown.count))
    var canvas = Canvas(size: size, glyphs: state.glyphs)
    let map = RoadMap(drive, canvas: canvas)
    let inside = painter.frame(title(state, drive), trailing: legend(state, drive, map))
    guard let map else { return }
    RoadPicture(state: state, drive: drive, map: map).draw(at: inside, canvas: &canvas, with: &painter)
    for (row, line) in shown.enumerated() {
      painter.draw(line, x: inside.x, y: inside.y + size.rows + row, width: inside.columns)
    }
  }

  /// Seconds of the drive at which the car is shown, as far into it as the cursor is into the probe; nil: at the end.
  fileprivate static func moment(_ state: DashboardState, _ path: DrivenPath) -> Float? {
    guard let step = state.cursorStep, let count = state.frame?.probe.nominal.stepCount, count > 1,
      let last = path.times.last
    else { return nil }
    return last * Float(step) / Float(count - 1)
  }

  private func title(_ state: DashboardState, _ drive: Drive) -> String {
    guard let time = Self.moment(state, drive.nominal) else { return "road" }
    return "road at \(NumberText.fixed(Double(time), decimals: 1)) s"
  }

  private func legend(_ state: DashboardState, _ drive: Drive, _ map: RoadMap?) -> [TextRun] {
    guard let map else { return [] }
    var runs: [TextRun] = []
    if drive.perturbed != nil {
      runs = [
        TextRun(state.glyphs.symbols.solid + " nominal ", ProbeChart.nominalStyle),
        TextRun(state.glyphs.symbols.dotted + " perturbed ", ProbeChart.perturbedStyle),
      ]
    }
    return runs + [TextRun("width x\(NumberText.fixed(map.widening, decimals: 0))", .label)]
  }

  /// `in the lane 60 of 60 s, largest offset 0.42 m`, and the same of the perturbed drive.
  private func lines(_ state: DashboardState, _ drive: Drive) -> [[TextRun]] {
    let nominal = words(drive.nominal, drive)
    guard let perturbed = drive.perturbed else { return [[TextRun(nominal, style(drive.nominal))]] }
    return [
      [TextRun("nominal     ", .label), TextRun(nominal, style(drive.nominal))],
      [
        TextRun(padded("\(state.glyphs.symbols.perturbed) perturbed", to: 12), ProbeChart.perturbedStyle),
        TextRun(words(perturbed, drive), style(perturbed)),
      ],
    ]
  }

  private func style(_ path: DrivenPath) -> Style {
    path.leftLane == nil ? Style(.value) : Style(.error, bold: true)
  }

  private func words(_ path: DrivenPath, _ drive: Drive) -> String {
    func number(_ value: Float, _ decimals: Int) -> String {
      NumberText.fixed(Double(value), decimals: decimals)
    }
    let seconds = path.figures.secondsInLane
    let isWhole = seconds == seconds.rounded()
    let time = "in the lane \(number(seconds, isWhole ? 0 : 1)) of \(number(drive.duration, 0)) s"
    let left = path.leftLane.map { ", left after \(number($0, 1)) s" } ?? ""
    return time + left + ", largest offset \(number(path.figures.largestOffset, 2)) m"
      + ", mean \(number(path.figures.meanOffset, 2)) m"
  }
}

/// Draws a drive: the lane's edges, the paths over them, and marks where the lane was left and where the car is.
private struct RoadPicture {
  let state: DashboardState
  let drive: Drive
  let map: RoadMap

  func draw(at inside: Rect, canvas: inout Canvas, with painter: inout Painter) {
    let half = Double(drive.laneHalfWidth)
    if half.isFinite {
      for offset in [half, -half] { connect(map.edge(offset), style: Style(.axis), on: &canvas) }
    }
    canvas.beginLayer()
    draw(drive.nominal, stroke: .solid, isPerturbed: false, on: &canvas)
    if let perturbed = drive.perturbed { draw(perturbed, stroke: .dotted, isPerturbed: true, on: &canvas) }
    canvas.draw(on: &painter.grid, x: inside.x, y: inside.y)
    for path in [drive.nominal, drive.perturbed].compactMap({ $0 }) {
      mark(path, at: inside, canvas: canvas, with: &painter)
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
  private func mark(_ path: DrivenPath, at inside: Rect, canvas: Canvas, with painter: inout Painter) {
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
      painter.draw(
        symbol, x: inside.x + dot.x / across, y: inside.y + dot.y / down, style: style)
    }
  }

  /// The first point that is not earlier; the last where all are.
  private func index(of time: Float, in path: DrivenPath) -> Int {
    path.times.firstIndex { $0 >= time } ?? path.times.count - 1
  }
}
