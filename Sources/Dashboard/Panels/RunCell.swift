import Screen

/// One cell of the table of runs.
struct RunCell {
  let state: DashboardState
  let entry: RunEntry
  /// The first column right of the table.
  let tableEnd: Int

  func draw(_ kind: RunsPanel.Kind, in rect: Rect, on grid: inout Grid) {
    switch kind {
    case .mark: drawMark(in: rect, on: &grid)
    case .column(let column): draw(column, in: rect, on: &grid)
    }
  }

  /// A sample of the line that a marked run has in the chart; the run on the screen has a mark of its own.
  private func drawMark(in rect: Rect, on grid: inout Grid) {
    if isPresent {
      grid.draw(
        String(state.glyphs.symbols.mark), x: rect.x + rect.columns / 2, y: rect.y, width: 1,
        style: Style(.focus, bold: true))
      return
    }
    guard let index = state.runList.marked.firstIndex(of: entry.path) else { return }
    let hasCome = state.runList.curves[entry.path] != nil
    let sample = ChartSeries(
      "", style: OverlayStyle.style(index), stroke: OverlayStyle.stroke(index), points: []
    )
    .legend(glyphs: state.glyphs)[0]
    grid.draw(
      hasCome ? sample.text : state.glyphs == .ascii ? "..." : "…", x: rect.x, y: rect.y,
      width: rect.columns, style: sample.style)
  }

  private var isPresent: Bool { entry.path == state.presentPath }

  private func draw(_ column: RunColumn, in rect: Rect, on grid: inout Grid) {
    guard entry.isReadable else {
      drawProblem(column, in: rect, on: &grid)
      return
    }
    switch column {
    case .name: text(entry.name, isPresent ? .focus : .bright, in: rect, on: &grid)
    case .model: text(entry.model, .value, in: rect, on: &grid)
    case .steps: text(NumberText.grouped(entry.steps), .value, in: rect, on: &grid, .trailing)
    case .loss: number(entry.bestLoss, in: rect, on: &grid)
    case .metric:
      let words = entry.metric.map { "\(entry.metricName) \(NumberText.short($0))" } ?? "-"
      text(words, .value, in: rect, on: &grid, .trailing)
    case .duration:
      text(entry.duration.map(NumberText.duration) ?? "-", .value, in: rect, on: &grid, .trailing)
    case .started: text(started, .label, in: rect, on: &grid)
    case .state:
      // Damage is worth a mark of its own: the run can still be opened.
      text((entry.problem == nil ? "" : "!") + entry.stateWord, role, in: rect, on: &grid)
    }
  }

  /// An unreadable file: its name, the word, and behind that the reason over all other columns.
  private func drawProblem(_ column: RunColumn, in rect: Rect, on grid: inout Grid) {
    switch column {
    case .name: text(entry.name, .axis, in: rect, on: &grid)
    case .state:
      let reason = entry.problem.map { ": \($0)" } ?? ""
      let wide = Rect(x: rect.x, y: rect.y, columns: tableEnd - rect.x, rows: 1)
      text(entry.stateWord + reason, .error, in: wide, on: &grid)
    default: break
    }
  }

  private var role: Role {
    switch entry.stateWord {
    case "done": .validation
    case "recording": .focus
    case "diverged": .error
    default: .stale
    }
  }

  private var started: String {
    guard entry.startedAt > -1e11 else { return "-" }
    return CalendarTime(secondsSince1970: entry.startedAt + Double(state.secondsFromGMT)).dateAndTime
  }

  private func number(_ value: Double?, in rect: Rect, on grid: inout Grid) {
    text(value.map(NumberText.short) ?? "-", .value, in: rect, on: &grid, .trailing)
  }

  private func text(
    _ text: String, _ role: Role, in rect: Rect, on grid: inout Grid, _ alignment: Alignment = .leading
  ) {
    grid.draw(
      text, x: rect.x, y: rect.y, width: rect.columns, style: Style(role), alignment: alignment,
      ellipsis: state.glyphs.symbols.ellipsis)
  }
}
