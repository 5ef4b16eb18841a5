import Screen

/// The top row: state word, task and model, the views.
enum HeaderPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    grid.fill(rect, style: Style(.value, on: .statusBar))
    let word = StateWord(state)
    let chip = Style(word.role, on: .statusBar, bold: true, reversed: true)
    let ellipsis = state.glyphs.symbols.ellipsis
    var x = rect.x
    x +=
      grid.draw(" \(word.text) ", x: x, y: rect.y, width: rect.columns, style: chip, ellipsis: ellipsis) + 1
    let tabs = tabs(state, isWide: rect.columns >= 100)
    let tabsStart = rect.maxX - tabs.width
    let hasTabs = tabsStart > x + 16
    if hasTabs { grid.draw(tabs, x: tabsStart, y: rect.y, width: tabs.width) }
    let room = (hasTabs ? tabsStart : rect.maxX) - x
    guard room > 4 else { return }
    grid.draw(subject(state), x: x, y: rect.y, width: room, ellipsis: ellipsis)
  }

  private static func subject(_ state: DashboardState) -> [TextRun] {
    let model = state.description.model
    let structure = "\(sanitized(model.cell)) \(sanitized(model.wiring))"
    let neurons = model.neurons.count == 1 ? "1 neuron" : "\(model.neurons.count) neurons"
    let parameters = "\(NumberText.grouped(model.parameterCount)) params"
    return [
      TextRun(sanitized(state.description.task.name), Style(.bright, on: .statusBar, bold: true)),
      TextRun("  \(structure)  \(neurons)  \(parameters)", Style(.value, on: .statusBar)),
    ]
  }

  /// The current view in full and marked by brackets, the others as numbers where there is little room.
  private static func tabs(_ state: DashboardState, isWide: Bool) -> [TextRun] {
    ViewKind.allCases.flatMap { view -> [TextRun] in
      let isCurrent = view == state.view
      let name = isWide || isCurrent ? "\(view.rawValue) \(view.title)" : "\(view.rawValue)"
      let style = Style(isCurrent ? .focus : .label, on: .statusBar, bold: isCurrent)
      let text = isCurrent ? "[\(name)]" : isWide ? " \(name) " : name
      return [TextRun(isWide ? text : " " + text, style)]
    }
  }
}
