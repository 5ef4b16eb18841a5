import Screen
import Telemetry

/// The bottom row: what is typed, else a message, else the keys that matter here.
enum Footer {
  static func draw(_ state: DashboardState, with painter: inout Painter) {
    let rect = painter.rect
    guard !rect.isEmpty else { return }
    painter.grid.fill(rect, style: Style(.value, on: .statusBar))
    let runs = announcement(state) ?? hints(state, columns: rect.columns - 2).flatMap(\.runs)
    painter.draw(runs, x: rect.x + 1, y: rect.y, width: rect.columns - 1)
  }

  /// What is being typed, or a message; nil for neither.
  static func announcement(_ state: DashboardState) -> [TextRun]? {
    if let help = state.help, help.isSearching {
      return prompt("find keys", help.search)
    }
    if state.sweepList.isEditingFilter { return prompt("filter trials", state.sweepList.filter) }
    if state.runList.isEditingFilter { return prompt("filter runs", state.runList.filter) }
    if state.neuronList.isEditingFilter { return prompt("filter neurons", state.neuronList.filter) }
    if let note = state.noteEntry { return prompt("note", note) }
    if let message = state.message {
      let role: Role = message.isWarning ? .error : .bright
      let style = Style(role, on: .statusBar, bold: message.isWarning)
      return [TextRun((message.isWarning ? "! " : "") + message.text, style)]
    }
    if let run = state.runList.opening { return opening(run, state) }
    return nil
  }

  private static let key = Style(.focus, on: .statusBar, bold: true)

  /// A click on a hint is the same as its key.
  static func hit(_ state: DashboardState, x: Int, in rect: Rect) -> PanelHit? {
    guard announcement(state) == nil else { return nil }
    var start = rect.x + 1
    for hint in hints(state, columns: rect.columns - 2) {
      let position = x - start - hint.gap
      let width = hint.runs.width
      if position >= 0, x < start + width { return hint.key(at: position).map(PanelHit.key) }
      start += width
    }
    return nil
  }

  private struct Hint {
    var runs: [TextRun]
    /// The columns of `runs` before the hint's own text.
    var gap: Int
    /// One key, or several whose letters stand side by side.
    var keys: [KeyEvent]

    func key(at position: Int) -> KeyEvent? {
      keys.count == 1 ? keys[0] : keys.indices.contains(position) ? keys[position] : nil
    }
  }

  /// Whole hints only, the ways out first.
  private static func hints(_ state: DashboardState, columns: Int) -> [Hint] {
    var hints: [Hint] = []
    var used = 0
    for (label, text, keys) in hintTexts(state, columns: columns) {
      let hint = [TextRun(label, key), TextRun(" \(text)", Style(.label, on: .statusBar))]
      let gap = hints.isEmpty ? [] : [TextRun("  ", Style(.label, on: .statusBar))]
      guard used + gap.width + hint.width <= columns else { continue }
      used += gap.width + hint.width
      hints.append(Hint(runs: gap + hint, gap: gap.width, keys: keys))
    }
    return hints
  }

  /// Keys that do nothing once the run has ended.
  private static let idleAtEnd = [KeyTable.pause, KeyTable.step, KeyTable.learn].map(\.id)

  private static func hintTexts(
    _ state: DashboardState, columns: Int
  ) -> [(label: String, text: String, keys: [KeyEvent])] {
    if state.help != nil {
      return [("q", "back", ["q"]), ("/", "find", ["/"]), ("jk", "scroll", ["j", "k"])]
    }
    let bindings = KeyTable.bindings.filter { binding in
      binding.hint != nil && binding.works(in: state.mode)
        && !(state.hasEnded && idleAtEnd.contains(binding.id))
        && (binding.id != KeyTable.more.id || state.isDone)
        && binding.keys.contains {
          KeyTable.binding(for: $0, in: state.mode, view: state.view, isStream: state.isStream)?.id
            == binding.id
        }
    }
    let waysOut = [KeyTable.quit.id, KeyTable.help.id]
    let ways = bindings.filter { waysOut.contains($0.id) }
    let rest = bindings.filter { !waysOut.contains($0.id) }
    // What only this view has comes first.
    let others = rest.filter { $0.view == state.view } + rest.filter { $0.view == nil }
    var texts = (ways + others).map { binding -> (label: String, text: String, keys: [KeyEvent]) in
      let label = binding.label.split(separator: " ").first.map(String.init) ?? binding.label
      return (label, wording(of: binding.hint ?? "", state), Array(binding.keys.prefix(1)))
    }
    // All of them or none: one alone is not understood.
    if state.mode == .live, state.view != .runs, columns >= 60 {
      let kinds = String(Perturbation.Kind.allCases.map(\.key))
      let changes = [(kinds, "perturb"), ("+-", "size"), ("xc", "neuron")].map { label, text in
        (label: label, text: text, keys: label.map(KeyEvent.character))
      }
      texts.insert(contentsOf: changes, at: ways.count + 1)
    }
    return texts
  }

  private static func wording(of hint: String, _ state: DashboardState) -> String {
    if hint == "quit", state.isNested { return "back" }
    if hint == "quit", state.hasEnded || state.hasSweepEnded { return "leave" }
    guard hint == "pause", state.isPaused else { return hint }
    return state.mode == .replay ? "play" : "resume"
  }

  /// That a run is being read, which takes time where it is large.
  private static func opening(_ run: RunEntry, _ state: DashboardState) -> [TextRun] {
    [
      TextRun(
        "opening \(run.name) \(state.glyphs == .ascii ? "..." : "…")",
        Style(.bright, on: .statusBar, bold: true)),
      TextRun("  Esc", key), TextRun(" cancels", Style(.label, on: .statusBar)),
    ]
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

/// A line for the person that disappears by itself.
public struct StatusMessage: Sendable, Hashable {
  public var text: String
  /// True where something could not be done.
  public var isWarning: Bool
  /// Monotonic seconds, on the clock of `Action.tick`.
  public var expiresAt: Double
}
