import Screen
import Text

extension PanelKind {
  public static let sweepParallel = PanelKind("parallel", SweepParallelPanel())
}

/// Parallel coordinates: an upright axis for each option and one for the figure, and a line for each trial. The best
/// tenth and the selected trial stand out.
struct SweepParallelPanel: DashboardPanel {
  /// More lines cannot be told apart.
  private static let mostLines = 120

  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let (snapshot, digest, scale) = state.sweepList.charted else {
      painter.notice(state.sweepList.notice, in: painter.frame("parallel coordinates"))
      return
    }
    let (shown, left) = Self.shown(state.sweepList, snapshot, digest)
    let inside = painter.frame(
      "parallel coordinates, the best tenth bright",
      trailing: left > 0 ? [TextRun("\(shown.count) of \(shown.count + left) trials", .label)] : [])
    // Below the axes their names, above and beneath the lines what their ends mean.
    guard inside.rows >= 5, inside.columns >= 8 * (snapshot.axes.count + 1) else {
      painter.notice("too small: z fills the screen with it", in: inside)
      return
    }
    let plot = Rect(x: inside.x, y: inside.y + 1, columns: inside.columns, rows: inside.rows - 3)
    let axes = Self.axisColumns(snapshot.axes.count + 1, in: plot)
    drawLines(
      shown, of: digest.ranked.count, axes, snapshot, scale, selected: state.sweepList.selected, in: plot,
      with: &painter)
    drawAxes(axes, snapshot, scale, in: plot, with: &painter)
  }

  /// The trials that are drawn, the worst first, and how many are left out: of many the best, and as many of the others,
  /// evenly chosen.
  private static func shown(
    _ list: SweepList, _ snapshot: SweepSnapshot, _ digest: SweepDigest
  ) -> (trials: [SweepTrial], left: Int) {
    let ranked =
      list.filter.isEmpty ? digest.ranked : digest.ranked.filter { list.shows(snapshot.trials[$0].number) }
    let best = ranked.prefix(ranked.count > mostLines ? mostLines / 2 : ranked.count)
    let rest = ranked.dropFirst(best.count)
    let room = mostLines - mostLines / 2
    let others = rest.isEmpty ? [] : (0..<room).map { rest[rest.startIndex + $0 * rest.count / room] }
    let chosen = others.reversed() + best.reversed()
    return (chosen.map { snapshot.trials[$0] }, ranked.count - chosen.count)
  }

  private static func axisColumns(_ count: Int, in plot: Rect) -> [Int] {
    // Room for half a label at either end.
    let margin = 4
    let length = plot.columns - 1 - 2 * margin
    return (0..<count).map { plot.x + margin + $0 * length / max(1, count - 1) }
  }

  private func drawLines(
    _ trials: [SweepTrial], of ranked: Int, _ axes: [Int], _ snapshot: SweepSnapshot, _ scale: SweepScale,
    selected: SweepTrial?, in plot: Rect, with painter: inout Painter
  ) {
    var canvas = Canvas(size: plot.size, glyphs: painter.glyphs)
    let bright = max(1, ranked / 10)
    func draw(_ trial: SweepTrial, _ style: Style) {
      guard let figure = trial.figure else { return }
      let length = scale.range.upperBound - scale.range.lowerBound
      // Upwards is better on the last axis.
      let share = min(max((figure - scale.range.lowerBound) / length, 0), 1)
      let places = trial.places + [snapshot.prefersLarger ? share : 1 - share]
      var previous: (x: Int, y: Int)?
      for (axis, place) in zip(axes, places) {
        guard let place else {
          previous = nil
          continue
        }
        let x = (axis - plot.x) * canvas.dotColumns / max(1, plot.columns)
        let y = Int(saturating: ((1 - place) * Double(canvas.dotRows - 1)).rounded())
        if let previous { canvas.line(fromX: previous.x, y: previous.y, toX: x, y: y, style: style) }
        previous = (x, y)
      }
    }
    for trial in trials where trial.rank ?? .max > bright { draw(trial, Style(.axis)) }
    canvas.beginLayer()
    for trial in trials where trial.rank ?? .max <= bright {
      draw(trial, Style(.validation, bold: true))
    }
    if let selected {
      canvas.beginLayer()
      draw(selected, Style(.focus, bold: true))
    }
    canvas.draw(on: &painter.grid, x: plot.x, y: plot.y)
  }

  private func drawAxes(
    _ axes: [Int], _ snapshot: SweepSnapshot, _ scale: SweepScale, in plot: Rect, with painter: inout Painter
  ) {
    let (best, worst) =
      snapshot.prefersLarger
      ? (scale.range.upperBound, scale.range.lowerBound) : (scale.range.lowerBound, scale.range.upperBound)
    let figure = SweepAxis(
      name: snapshot.goalName, low: NumberText.short(worst), high: NumberText.short(best))
    let width = axes.count > 1 ? axes[1] - axes[0] - 1 : plot.columns
    for (column, axis) in zip(axes, snapshot.axes + [figure]) {
      for row in plot.y..<plot.maxY {
        painter.draw(painter.symbols.vertical, x: column, y: row, style: Style(.label))
      }
      draw(axis.high, at: column, y: plot.y - 1, width: width, .label, in: plot, with: &painter)
      draw(axis.low, at: column, y: plot.maxY, width: width, .label, in: plot, with: &painter)
      draw(axis.name, at: column, y: plot.maxY + 1, width: width, .title, in: plot, with: &painter)
    }
  }

  /// A word centred on a column, as far as it fits.
  private func draw(
    _ text: String, at column: Int, y: Int, width: Int, _ role: Role, in plot: Rect,
    with painter: inout Painter
  ) {
    let length = min(DisplayWidth.of(text), width)
    let start = min(max(plot.x, column - length / 2), plot.maxX - length)
    painter.draw(text, x: start, y: y, width: length, style: Style(role))
  }
}
