import Screen
import Telemetry

extension PanelKind {
  public static let perturb = PanelKind("perturb", PerturbPanel())
}

/// The kinds of perturbation with their keys and magnitudes, those active on the selected channel marked; below them
/// what can be set for the selected kind. Full screen the effect is shown beside it.
struct PerturbPanel: DashboardPanel {
  /// Rows in which everything fits, with the frame.
  static let rows = 12

  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame(
      "perturb \(state.channelName(state.selectedChannel))",
      trailing: [TextRun("+ -", .focus), TextRun(" magnitude", .label)])
    let kinds = Perturbation.Kind.allCases
    for (row, kind) in kinds.prefix(inside.rows).enumerated() {
      let line = Rect(x: inside.x, y: inside.y + row, columns: inside.columns, rows: 1)
      painter.draw(in: line) { drawKind(kind, state, with: &$0) }
    }
    let rest = inside.dropTop(kinds.count)
    for (row, setting) in settings(state).prefix(rest.rows).enumerated() {
      painter.draw(setting.line, x: rest.x + 2, y: rest.y + row, width: max(0, rest.columns - 2))
    }
  }

  /// A kind, or the key of a setting.
  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let kinds = Perturbation.Kind.allCases
    let inside = Panel.inside(rect)
    let row = y - inside.y
    guard row >= kinds.count else {
      return kinds.indices.contains(row) ? .select { $0.selectedKind = kinds[row] } : nil
    }
    let settings = settings(state)
    guard row < inside.rows, settings.indices.contains(row - kinds.count) else { return nil }
    // Keys of one letter with a blank between them.
    let keys = settings[row - kinds.count].keys
    let place = x - inside.x - 2
    guard place >= 0, place % 2 == 0, place / 2 < keys.count else { return nil }
    return keys[place / 2].keys.first.map(PanelHit.key)
  }

  private func drawKind(
    _ kind: Perturbation.Kind, _ state: DashboardState, with painter: inout Painter
  ) {
    let line = painter.rect
    let symbols = painter.symbols
    let active = state.perturbation(kind, on: state.selectedChannel)
    let isSelected = kind == state.selectedKind
    let style = active == nil ? Style(.value) : ProbeChart.perturbedStyle
    let cells = line.split(
      .horizontal, [.fixed(1), .fixed(1), .fixed(9), .fixed(9), .weight(1)], spacing: 1)
    func text(_ text: String, cell: Int) {
      painter.draw(text, x: cells[cell].x, y: line.y, width: cells[cell].columns, style: style)
    }
    if isSelected {
      painter.draw(symbols.selected, x: cells[0].x, y: line.y, style: Style(.focus, bold: true))
    }
    painter.draw(kind.key, x: cells[1].x, y: line.y, style: Style(.focus, bold: true))
    text(kind.rawValue, cell: 2)
    text(Wording.magnitude(active?.magnitude ?? state.magnitudes[kind], of: kind), cell: 3)
    if active != nil { text("\(symbols.perturbed) on", cell: 4) }
    if isSelected { painter.select(line) }
  }

  private struct Setting {
    var line: [TextRun]
    var keys: [KeyBinding]

    init(_ name: String, _ value: String, _ keys: KeyBinding...) {
      let labels = keys.map(\.label).joined(separator: " ")
      line = [
        TextRun(padded(labels, to: 4), Style(.focus, bold: true)),
        TextRun(padded(name, to: 8), .label), TextRun(value, .value),
      ]
      self.keys = keys
    }
  }

  /// Probability, beginning and duration of the selected kind, and whether training sees perturbed inputs.
  private func settings(_ state: DashboardState) -> [Setting] {
    let kind = state.selectedKind
    let active = state.perturbation(kind, on: state.selectedChannel)
    let probability = active?.probability ?? state.shapes.probability(of: kind)
    let duration = active.map(\.duration) ?? state.shapes.duration(of: kind)
    let start = active.map(\.start) ?? state.shapes.start(of: kind)
    let reach = state.perturbsTraining ? "probe and training" : "probe only"
    let settings = [
      Setting("chance", Wording.percent(probability) + " a sample", KeyTable.lessOften, KeyTable.moreOften),
      Setting("from", Wording.start(start, of: kind), KeyTable.earlier, KeyTable.later),
      Setting("lasts", Wording.duration(duration, of: kind), KeyTable.shorter, KeyTable.longer),
    ]
    // What a person perturbs of a stream is what the network sees of it: there is no probe beside it.
    return state.isStream ? settings : settings + [Setting("reaches", reach, KeyTable.perturbTraining)]
  }
}
