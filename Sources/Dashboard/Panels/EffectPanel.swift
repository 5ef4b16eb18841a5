import Screen

/// What the perturbations did, as numbers: the RMS and the largest change of each output, the neurons that moved most.
enum EffectPanel {
  /// How many of the neurons are told.
  private static let mostNeurons = 5
  /// With fewer rows numbers say more than titles.
  private static let leastTitledRows = 6

  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let focus = state.focus(of: .effect)
    let inside = Panel("effect", trailing: [TextRun("RMS change", .label)], focus: focus)
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard let digest = state.digest, !digest.neuronShifts.isEmpty || !digest.outputShifts.isEmpty else {
      Notice.draw("nothing is perturbed", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let outputs = outputLines(state, digest)
    let neurons = digest.byShift.prefix(mostNeurons)
      .map { (state.neuronName($0), shiftText(digest.neuronShifts[$0])) }
    let hasTitles = inside.rows >= leastTitledRows
    // Outputs first, but neurons get at least a third of the rows.
    let outputRows = min(outputs.count, max(1, inside.rows * 2 / 3 - (hasTitles ? 1 : 0)))
    var y = inside.y
    draw(hasTitles ? "outputs" : nil, Array(outputs.prefix(outputRows)), y: &y, in: inside, state, on: &grid)
    draw(hasTitles ? "neurons moved most" : nil, neurons, y: &y, in: inside, state, on: &grid)
  }

  /// Each output's RMS and below it its largest change: in its unit, and in standard deviations of the nominal output.
  private static func outputLines(_ state: DashboardState, _ digest: ProbeDigest) -> [(String, String)] {
    let order = digest.outputShifts.indices.sorted { a, b in
      let (left, right) = (digest.outputShifts[a], digest.outputShifts[b])
      return left.isNaN || right.isNaN ? !left.isNaN && right.isNaN : left > right
    }
    return order.flatMap { output -> [(String, String)] in
      let deviation = digest.outputDeviations[output]
      return [
        (state.outputName(output), shiftText(digest.outputShifts[output], deviation)),
        ("  at most", shiftText(digest.outputMaxima[output], deviation)),
      ]
    }
  }

  private static func shiftText(_ shift: Float, _ deviation: Float = 0) -> String {
    guard !shift.isNaN else { return "-" }
    let text = NumberText.short(Double(shift))
    return deviation > 0 ? "\(text)  \(NumberText.short(Double(shift / deviation))) sd" : text
  }

  private static func draw(
    _ title: String?, _ lines: [(String, String)], y: inout Int, in rect: Rect, _ state: DashboardState,
    on grid: inout Grid
  ) {
    guard y < rect.maxY, !lines.isEmpty else { return }
    let ellipsis = state.glyphs.symbols.ellipsis
    if let title {
      grid.draw(
        title, x: rect.x, y: y, width: rect.columns, style: Style(.title, bold: true), ellipsis: ellipsis)
      y += 1
    }
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
