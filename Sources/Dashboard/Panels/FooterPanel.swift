import Screen

/// The bottom row: what there is to say, else the keys that matter here.
enum FooterPanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard !rect.isEmpty else { return }
    grid.fill(rect, style: Style(.value, on: .statusBar))
    let runs = content(state)
    grid.draw(
      runs, x: rect.x + 1, y: rect.y, width: rect.columns - 1, ellipsis: state.glyphs.symbols.ellipsis)
  }

  private static func content(_ state: DashboardState) -> [TextRun] {
    let plain = Style(.value, on: .statusBar)
    if let help = state.help, help.isSearching {
      return prompt("find keys", help.search)
    }
    if state.neuronList.isEditingFilter { return prompt("filter neurons", state.neuronList.filter) }
    if let message = state.message {
      let role: Role = message.isWarning ? .error : .bright
      let style = Style(role, on: .statusBar, bold: message.isWarning)
      return [TextRun((message.isWarning ? "! " : "") + sanitized(message.text), style)]
    }
    if state.hasEnded { return [TextRun("q", key), TextRun(" leave  ", plain)] + hints(state) }
    return hints(state)
  }

  private static let key = Style(.focus, on: .statusBar, bold: true)

  private static func hints(_ state: DashboardState) -> [TextRun] {
    let plain = Style(.label, on: .statusBar)
    var runs: [TextRun] = []
    for binding in KeyTable.bindings where binding.hint != nil && binding.works(in: state.mode) {
      guard let hint = binding.hint, !(state.hasEnded && binding.command == .quit) else { continue }
      let label = binding.label.split(separator: " ").first.map(String.init) ?? binding.label
      runs.append(TextRun(label, key))
      runs.append(TextRun(" \(wording(of: hint, state))  ", plain))
      if binding.command == .togglePause, state.mode == .live {
        runs += [TextRun("nihdso", key), TextRun(" perturb  ", plain)]
        runs += [TextRun("xc", key), TextRun(" neuron  ", plain)]
      }
    }
    return runs
  }

  private static func wording(of hint: String, _ state: DashboardState) -> String {
    hint == "pause" && state.isPaused ? (state.mode == .replay ? "play" : "resume") : hint
  }

  private static func prompt(_ label: String, _ text: String) -> [TextRun] {
    [
      TextRun("\(label): ", Style(.label, on: .statusBar)),
      TextRun(text, Style(.bright, on: .statusBar, bold: true)),
      TextRun(" ", Style(.bright, on: .statusBar, reversed: true)),
      TextRun("  Enter keeps, Esc drops", Style(.axis, on: .statusBar)),
    ]
  }
}
