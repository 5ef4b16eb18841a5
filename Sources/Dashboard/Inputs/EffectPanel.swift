import Screen
import Text

extension PanelKind {
  public static let effect = PanelKind("effect", EffectPanel())
}

/// The effect of the perturbations in numbers: the RMS and the largest change of each output, the neurons that moved
/// most.
struct EffectPanel: DashboardPanel {
  /// How many neurons are listed.
  private static let mostNeurons = 5
  /// With fewer rows numbers say more than titles.
  private static let leastTitledRows = 6

  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame("effect", trailing: [TextRun("RMS change", .label)])
    guard let digest = state.digest, !digest.neuronShifts.isEmpty || !digest.outputShifts.isEmpty else {
      // A stream comes once: there is no second run without the perturbation to compare with.
      let acts = state.isStream && Wording.disturbance(state) != nil
      painter.notice(acts ? "acts on the stream itself" : "nothing is perturbed", in: inside)
      return
    }
    let outputs = outputLines(state, digest)
    let neurons = digest.byShift.prefix(Self.mostNeurons)
      .map { (state.neuronName($0), shiftText(digest.neuronShifts[$0])) }
    let hasTitles = inside.rows >= Self.leastTitledRows
    // Outputs first, but neurons get at least a third of the rows.
    let outputRows = min(outputs.count, max(1, inside.rows * 2 / 3 - (hasTitles ? 1 : 0)))
    let rest = draw(
      hasTitles ? "outputs" : nil, Array(outputs.prefix(outputRows)), in: inside, with: &painter)
    _ = draw(hasTitles ? "neurons moved most" : nil, neurons, in: rest, with: &painter)
  }

  /// Each output's RMS and below it its largest change: in its unit, and in standard deviations of the nominal output.
  private func outputLines(_ state: DashboardState, _ digest: ProbeDigest) -> [(String, String)] {
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

  private func shiftText(_ shift: Float, _ deviation: Float = 0) -> String {
    guard !shift.isNaN else { return "-" }
    let text = NumberText.short(Double(shift))
    return deviation > 0 ? "\(text)  \(NumberText.short(Double(shift / deviation))) sd" : text
  }

  /// Draws as many lines as fit and returns the room below them.
  private func draw(
    _ title: String?, _ lines: [(String, String)], in rect: Rect, with painter: inout Painter
  ) -> Rect {
    guard !lines.isEmpty, rect.rows > 0 else { return rect }
    if let title {
      painter.draw(title, x: rect.x, y: rect.y, width: rect.columns, style: Style(.title, bold: true))
    }
    let room = rect.dropTop(title == nil ? 0 : 1)
    for (row, (name, text)) in lines.prefix(room.rows).enumerated() {
      let y = room.y + row
      let width = min(DisplayWidth.of(text), room.columns / 2 + 4)
      painter.draw(
        name, x: room.x + 1, y: y, width: max(0, room.columns - width - 2), style: Style(.value))
      painter.draw(text, x: room.maxX - width, y: y, width: width, style: ProbeChart.perturbedStyle)
    }
    return room.dropTop(lines.count)
  }
}
