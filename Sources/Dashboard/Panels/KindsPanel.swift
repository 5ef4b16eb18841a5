import Screen
import Telemetry

/// The kinds of perturbation with their keys and magnitudes; those on the selected channel are marked.
enum KindsPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let glyphs = state.glyphs
    let trailing = [TextRun("+ -", .focus), TextRun(" magnitude", .label)]
    let inside = Panel("perturb \(state.channelName(state.selectedChannel))", trailing: trailing)
      .draw(in: rect, on: &grid, glyphs: glyphs)
    for (row, kind) in Perturbation.Kind.allCases.prefix(inside.rows).enumerated() {
      let line = Rect(x: inside.x, y: inside.y + row, columns: inside.columns, rows: 1)
      let active = state.perturbation(kind, on: state.selectedChannel)
      let isSelected = kind == state.selectedKind
      let style = active == nil ? Style(.value) : ProbeChart.perturbedStyle
      let cells = line.split(
        .horizontal, [.fixed(1), .fixed(1), .fixed(7), .fixed(9), .weight(1)], spacing: 1)
      if isSelected {
        grid.draw(
          String(glyphs.symbols.selected), x: cells[0].x, y: line.y, width: 1,
          style: Style(.focus, bold: true))
      }
      grid.draw(key(kind), x: cells[1].x, y: line.y, width: 1, style: Style(.focus, bold: true))
      grid.draw(kind.rawValue, x: cells[2].x, y: line.y, width: cells[2].columns, style: style)
      let magnitude = active?.magnitude ?? state.magnitudes[kind]
      grid.draw(
        Wording.magnitude(magnitude, of: kind), x: cells[3].x, y: line.y, width: cells[3].columns,
        style: style)
      if active != nil {
        grid.draw(
          "\(glyphs.symbols.perturbed) on", x: cells[4].x, y: line.y, width: cells[4].columns, style: style)
      }
      if isSelected { grid.restyle(line) { $0.background = .selection } }
    }
  }

  private static func key(_ kind: Perturbation.Kind) -> String {
    KeyTable.bindings.first { $0.command == .perturb(kind) }?.label ?? ""
  }
}
