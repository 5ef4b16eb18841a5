import Screen

/// What the perturbations did, as numbers: the RMS change of each output and of the neurons that moved most.
enum EffectPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let inside = Panel("effect", trailing: [TextRun("RMS change", .label)])
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard let digest = state.digest, !digest.neuronShifts.isEmpty || !digest.outputShifts.isEmpty else {
      Notice.draw("nothing is perturbed", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let outputs = outputLines(state, digest)
    let neurons = digest.byShift.map { (state.neuronName($0), shiftText(digest.neuronShifts[$0])) }
    // Outputs first, but neurons get at least a third of the rows.
    let outputRows = min(outputs.count, max(1, inside.rows * 2 / 3 - 1))
    var y = inside.y
    draw("outputs", Array(outputs.prefix(outputRows)), y: &y, in: inside, state, on: &grid)
    draw("neurons moved most", neurons, y: &y, in: inside, state, on: &grid)
  }

  /// Each output with its change, also in standard deviations of the nominal output.
  private static func outputLines(_ state: DashboardState, _ digest: ProbeDigest) -> [(String, String)] {
    let order = digest.outputShifts.indices.sorted { a, b in
      let (left, right) = (digest.outputShifts[a], digest.outputShifts[b])
      return left.isNaN || right.isNaN ? !left.isNaN && right.isNaN : left > right
    }
    return order.map { output in
      let shift = digest.outputShifts[output]
      let deviation = digest.outputDeviations[output]
      var text = shiftText(shift)
      if deviation > 0 { text += "  \(NumberText.short(Double(shift / deviation))) sd" }
      return (state.outputName(output), text)
    }
  }

  private static func shiftText(_ shift: Float) -> String {
    shift.isNaN ? "-" : NumberText.short(Double(shift))
  }

  private static func draw(
    _ title: String, _ lines: [(String, String)], y: inout Int, in rect: Rect, _ state: DashboardState,
    on grid: inout Grid
  ) {
    guard y < rect.maxY, !lines.isEmpty else { return }
    let ellipsis = state.glyphs.symbols.ellipsis
    grid.draw(
      title, x: rect.x, y: y, width: rect.columns, style: Style(.title, bold: true), ellipsis: ellipsis)
    y += 1
    for (name, text) in lines {
      guard y < rect.maxY else { return }
      let width = min(DisplayWidth.of(text), rect.columns / 2 + 4)
      grid.draw(
        name, x: rect.x + 1, y: y, width: max(0, rect.columns - width - 2), style: Style(.value),
        ellipsis: ellipsis)
      grid.draw(
        text, x: rect.maxX - width, y: y, width: width, style: ProbeChart.perturbedStyle, ellipsis: ellipsis)
      y += 1
    }
  }
}
