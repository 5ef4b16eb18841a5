import Screen
import Telemetry

/// The kinds of perturbation with their keys and magnitudes; those on the selected channel are marked. Below them what
/// can be set for the selected kind.
enum KindsPanel {
  /// Rows in which everything fits, with the border.
  static let rows = 11

  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let trailing = [TextRun("+ -", .focus), TextRun(" magnitude", .label)]
    let title = "perturb \(state.channelName(state.selectedChannel))"
    let inside = Panel(title, trailing: trailing, isFocused: state.isFocused(.perturb))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let kinds = Perturbation.Kind.allCases
    for (row, kind) in kinds.prefix(inside.rows).enumerated() {
      drawKind(
        kind, state, in: Rect(x: inside.x, y: inside.y + row, columns: inside.columns, rows: 1), on: &grid)
    }
    let settings = inside.dropTop(kinds.count)
    for (row, line) in settingLines(state).prefix(settings.rows).enumerated() {
      grid.draw(
        line, x: settings.x + 2, y: settings.y + row, width: max(0, settings.columns - 2),
        ellipsis: state.glyphs.symbols.ellipsis)
    }
  }

  /// The kind that is drawn at a line of the screen.
  static func kind(atY y: Int, in rect: Rect) -> Perturbation.Kind? {
    let kinds = Perturbation.Kind.allCases
    let row = y - Panel.inside(rect).y
    return kinds.indices.contains(row) ? kinds[row] : nil
  }

  private static func drawKind(
    _ kind: Perturbation.Kind, _ state: DashboardState, in line: Rect, on grid: inout Grid
  ) {
    let symbols = state.glyphs.symbols
    let active = state.perturbation(kind, on: state.selectedChannel)
    let isSelected = kind == state.selectedKind
    let style = active == nil ? Style(.value) : ProbeChart.perturbedStyle
    let cells = line.split(
      .horizontal, [.fixed(1), .fixed(1), .fixed(7), .fixed(9), .weight(1)], spacing: 1)
    if isSelected {
      grid.draw(
        String(symbols.selected), x: cells[0].x, y: line.y, width: 1, style: Style(.focus, bold: true))
    }
    grid.draw(key(.perturb(kind)), x: cells[1].x, y: line.y, width: 1, style: Style(.focus, bold: true))
    grid.draw(kind.rawValue, x: cells[2].x, y: line.y, width: cells[2].columns, style: style)
    let magnitude = active?.magnitude ?? state.magnitudes[kind]
    grid.draw(
      Wording.magnitude(magnitude, of: kind), x: cells[3].x, y: line.y, width: cells[3].columns,
      style: style)
    if active != nil {
      grid.draw("\(symbols.perturbed) on", x: cells[4].x, y: line.y, width: cells[4].columns, style: style)
    }
    if isSelected { grid.restyle(line) { $0.background = .selection } }
  }

  /// Probability and duration of the selected kind, and whether training sees perturbed inputs, with their keys.
  private static func settingLines(_ state: DashboardState) -> [[TextRun]] {
    let kind = state.selectedKind
    let active = state.perturbation(kind, on: state.selectedChannel)
    let probability = active?.probability ?? state.shapes.probability(of: kind)
    let duration = active.map(\.duration) ?? state.shapes.duration(of: kind)
    let reach = state.perturbsTraining ? "probe and training" : "probe only"
    return [
      setting("chance", Wording.percent(probability) + " a sample", [.probability(-1), .probability(1)]),
      setting("lasts", Wording.duration(duration, of: kind), [.duration(-1), .duration(1)]),
      setting("reaches", reach, [.perturbTraining]),
    ]
  }

  private static func setting(_ name: String, _ value: String, _ commands: [KeyCommand]) -> [TextRun] {
    let keys = commands.map(key).joined(separator: " ")
    return [
      TextRun(padded(keys, to: 4), Style(.focus, bold: true)),
      TextRun(padded(name, to: 8), .label), TextRun(value, .value),
    ]
  }

  private static func key(_ command: KeyCommand) -> String {
    KeyTable.bindings.first { $0.command == command }?.label ?? ""
  }
}
