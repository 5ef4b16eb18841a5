import Screen
import Telemetry

/// The road that the network drives along, seen from above: the lane's edges, where the car went, and where it is.
enum RoadPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard let drive = state.frame?.drive else { return }
    let lines = lines(state, drive)
    let place = Panel.inside(rect)
    let shown = place.rows > lines.count + 2 ? lines : place.rows > 3 ? Array(lines.suffix(1)) : []
    let size = Size(columns: place.columns, rows: max(0, place.rows - shown.count))
    var canvas = Canvas(size: size, glyphs: state.glyphs)
    let map = RoadMap(drive, canvas: canvas)
    let inside = Panel(
      title(state, drive), trailing: legend(state, drive, map), focus: state.focus(of: .road)
    )
    .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard let map else { return }
    RoadPicture(state: state, drive: drive, map: map).draw(at: inside, canvas: &canvas, on: &grid)
    for (row, line) in shown.enumerated() {
      grid.draw(
        line, x: inside.x, y: inside.y + size.rows + row, width: inside.columns,
        ellipsis: state.glyphs.symbols.ellipsis)
    }
  }

  /// Seconds of the drive at which the car is shown: as far into it as the cursor is into the probe; nil: the end.
  static func moment(_ state: DashboardState, _ path: DrivenPath) -> Float? {
    guard let step = state.cursorStep, let count = state.frame?.probe.nominal.stepCount, count > 1,
      let last = path.times.last
    else { return nil }
    return last * Float(step) / Float(count - 1)
  }

  private static func title(_ state: DashboardState, _ drive: Drive) -> String {
    guard let time = moment(state, drive.nominal) else { return "road" }
    return "road at \(NumberText.fixed(Double(time), decimals: 1)) s"
  }

  private static func legend(_ state: DashboardState, _ drive: Drive, _ map: RoadMap?) -> [TextRun] {
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
  private static func lines(_ state: DashboardState, _ drive: Drive) -> [[TextRun]] {
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

  private static func style(_ path: DrivenPath) -> Style {
    path.leftLane == nil ? Style(.value) : Style(.error, bold: true)
  }

  private static func words(_ path: DrivenPath, _ drive: Drive) -> String {
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
