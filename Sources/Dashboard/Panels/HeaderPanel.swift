import Screen

/// The top row: state word, task and model, the views.
enum HeaderPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    grid.fill(rect, style: Style(.value, on: .statusBar))
    let word = StateWord(state)
    let chip = Style(word.role, on: .statusBar, bold: true, reversed: true)
    let ellipsis = state.glyphs.symbols.ellipsis
    let x = subjectStart(word, in: rect)
    grid.draw(" \(word.text) ", x: rect.x, y: rect.y, width: rect.columns, style: chip, ellipsis: ellipsis)
    let tabs = tabPlaces(state, in: rect)
    for (view, place) in tabs {
      grid.draw([tab(view, state, in: rect)], x: place.x, y: place.y, width: place.columns)
    }
    let room = (tabs.first?.rect.x ?? rect.maxX) - 1 - x
    guard room > 4 else { return }
    grid.draw(subject(state, columns: room), x: x, y: rect.y, width: room, ellipsis: ellipsis)
  }

  private static func subjectStart(_ word: StateWord, in rect: Rect) -> Int {
    rect.x + min(rect.columns, DisplayWidth.of(word.text) + 2) + 1
  }

  /// Where the views' tabs are; none where there is no room for all of them.
  static func tabPlaces(_ state: DashboardState, in rect: Rect) -> [(view: ViewKind, rect: Rect)] {
    let tabs = ViewKind.allCases.map { ($0, tab($0, state, in: rect).width) }
    var x = rect.maxX - tabs.reduce(0) { $0 + $1.1 }
    guard x > subjectStart(StateWord(state), in: rect) + 16 else { return [] }
    return tabs.map { view, width in
      defer { x += width }
      return (view, Rect(x: x, y: rect.y, columns: width, rows: 1))
    }
  }

  /// What is disturbed, the task and the model: whole words as far as they fit, only the task's name is cut.
  private static func subject(_ state: DashboardState, columns: Int) -> [TextRun] {
    var runs: [TextRun] = []
    for (index, part) in parts(state).enumerated() {
      let gap = runs.isEmpty ? "" : "  "
      let left = columns - runs.width - gap.count
      guard part.width <= left || (part.style.isBold && left >= leastName) else { break }
      if index > 0 { runs.append(TextRun(gap, Style(.value, on: .statusBar))) }
      runs.append(part)
    }
    return runs
  }

  /// A name cut shorter than this tells nothing.
  private static let leastName = 6

  private static func parts(_ state: DashboardState) -> [TextRun] {
    let model = state.description.model
    let structure = "\(sanitized(model.cell)) \(sanitized(model.wiring))"
    let neurons = model.neurons.count == 1 ? "1 neuron" : "\(model.neurons.count) neurons"
    let parameters = "\(NumberText.grouped(model.parameterCount)) params"
    let disturbance = Wording.disturbance(state).map {
      TextRun($0, Style(.perturbed, on: .statusBar, bold: true))
    }
    let loss = state.isUnrecorded ? TextRun("NOT RECORDED", Style(.error, on: .statusBar, bold: true)) : nil
    return [loss, disturbance].compactMap { $0 }
      + [TextRun(sanitized(state.description.task.name), Style(.bright, on: .statusBar, bold: true))]
      + [structure, neurons, parameters].map { TextRun($0, Style(.value, on: .statusBar)) }
  }

  /// The current view in full and marked by brackets, the others as numbers where there is little room.
  private static func tab(_ view: ViewKind, _ state: DashboardState, in rect: Rect) -> TextRun {
    let isWide = rect.columns >= 100
    let isCurrent = view == state.view
    let name = isWide || isCurrent ? "\(view.rawValue) \(view.title)" : "\(view.rawValue)"
    let style = Style(isCurrent ? .focus : .label, on: .statusBar, bold: isCurrent)
    let text = isCurrent ? "[\(name)]" : isWide ? " \(name) " : name
    return TextRun(isWide ? text : " " + text, style)
  }
}
