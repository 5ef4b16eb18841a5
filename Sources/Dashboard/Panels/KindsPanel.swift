import Screen
import Telemetry

/// The kinds of perturbation with their keys and magnitudes; those on the selected channel are marked. Below them what
/// can be set for the selected kind.
enum KindsPanel {
  /// Rows in which everything fits, with the border.
  static let rows = 12

  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let trailing = [TextRun("+ -", .focus), TextRun(" magnitude", .label)]
    let title = "perturb \(state.channelName(state.selectedChannel))"
    let inside = Panel(title, trailing: trailing, focus: state.focus(of: .perturb))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let kinds = Perturbation.Kind.allCases
    for (row, kind) in kinds.prefix(inside.rows).enumerated() {
      drawKind(
        kind, state, in: Rect(x: inside.x, y: inside.y + row, columns: inside.columns, rows: 1), on: &grid)
    }
    let settings = inside.dropTop(kinds.count)
    for (row, setting) in Self.settings(state).prefix(settings.rows).enumerated() {
      grid.draw(
        setting.line, x: settings.x + 2, y: settings.y + row, width: max(0, settings.columns - 2),
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
      .horizontal, [.fixed(1), .fixed(1), .fixed(9), .fixed(9), .weight(1)], spacing: 1)
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

  /// The key of a setting that is drawn at a cell of the screen: a click on it is as good as the key.
  static func key(atX x: Int, y: Int, _ state: DashboardState, in rect: Rect) -> KeyEvent? {
    let inside = Panel.inside(rect).dropTop(Perturbation.Kind.allCases.count)
    let lines = settings(state)
    let row = y - inside.y
    guard lines.indices.contains(row), row < inside.rows else { return nil }
    // Keys of one letter with a blank between them.
    let place = x - inside.x - 2
    guard place >= 0, place % 2 == 0, place / 2 < lines[row].commands.count else { return nil }
    return binding(lines[row].commands[place / 2])?.keys.first
  }

  private struct Setting {
    var line: [TextRun]
    var commands: [KeyCommand]
  }

  /// Probability, beginning and duration of the selected kind, and whether training sees perturbed inputs, with their
  /// keys.
  private static func settings(_ state: DashboardState) -> [Setting] {
    let kind = state.selectedKind
    let active = state.perturbation(kind, on: state.selectedChannel)
    let probability = active?.probability ?? state.shapes.probability(of: kind)
    let duration = active.map(\.duration) ?? state.shapes.duration(of: kind)
    let start = active.map(\.start) ?? state.shapes.start(of: kind)
    let reach = state.perturbsTraining ? "probe and training" : "probe only"
    return [
      setting("chance", Wording.percent(probability) + " a sample", [.probability(-1), .probability(1)]),
      setting("from", Wording.start(start, of: kind), [.start(-1), .start(1)]),
      setting("lasts", Wording.duration(duration, of: kind), [.duration(-1), .duration(1)]),
      setting("reaches", reach, [.perturbTraining]),
    ]
  }

  private static func setting(_ name: String, _ value: String, _ commands: [KeyCommand]) -> Setting {
    let keys = commands.map(key).joined(separator: " ")
    return Setting(
      line: [
        TextRun(padded(keys, to: 4), Style(.focus, bold: true)),
        TextRun(padded(name, to: 8), .label), TextRun(value, .value),
      ], commands: commands)
  }

  private static func key(_ command: KeyCommand) -> String { binding(command)?.label ?? "" }

  private static func binding(_ command: KeyCommand) -> KeyBinding? {
    KeyTable.bindings.first { $0.command == command }
  }
}
