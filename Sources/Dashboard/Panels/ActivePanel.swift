import Screen

/// Everything that is done to the inputs and inside the network at present.
enum ActivePanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let perturbations = state.activePerturbations.map {
      "\(state.channelName($0.channel)): \(Wording.perturbation($0))"
    }
    let interventions = state.activeInterventions.map {
      "\(state.neuronName($0.neuron)): \(Wording.intervention($0))"
    }
    let lines = perturbations + interventions
    let trailing = lines.isEmpty ? [] : [TextRun("0", .focus), TextRun(" clears", .label)]
    let inside = Panel("active \(lines.count)", trailing: trailing)
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let symbols = state.glyphs.symbols
    guard !lines.isEmpty else {
      let text = state.mode == .live ? "nothing: press n i h d s o" : "nothing"
      Notice.draw(text, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    for (row, line) in lines.prefix(inside.rows).enumerated() {
      let isLast = row + 1 == inside.rows && lines.count > inside.rows
      let text = isLast ? "and \(lines.count - row) more" : "\(symbols.perturbed) \(line)"
      grid.draw(
        text, x: inside.x, y: inside.y + row, width: inside.columns, style: Style(.perturbed),
        ellipsis: symbols.ellipsis)
    }
  }
}
