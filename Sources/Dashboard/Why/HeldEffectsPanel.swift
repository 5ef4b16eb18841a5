import Screen
import Telemetry
import Text

extension PanelKind {
  public static let heldEffects = PanelKind("heldEffects", HeldEffectsPanel())
}

/// What becomes of the answer when an input or a neuron is held at its mean: at the explained step, and typically.
struct HeldEffectsPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let effects = state.effects
    let inside = painter.frame("held at its mean", trailing: trailing(state, effects))
    guard !effects.isEmpty else {
      let isMissing = state.explanation?.details == nil
      painter.notice(isMissing ? state.missingDetails : "nothing was held", in: inside)
      return
    }
    painter.draw(table(state, effects), in: inside) { row, column, painter in
      draw(column, of: effects[row], state, with: &painter)
    }
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    table(state, state.effects).row(atY: y, in: Panel.inside(rect)).map { row in
      .select { $0.selectEffect(row) }
    }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let effects = state.effects
    let window = table(state, effects).window(in: Panel.inside(rect))
    state.why.effectScroll.turn(by: rows, from: window, count: effects.count)
  }

  private func trailing(_ state: DashboardState, _ effects: [InterventionEffect]) -> [TextRun] {
    let key =
      WhyView.showsBoth(state) || state.panels.isZoomed
      ? [] : [TextRun("v", .focus), TextRun(" matrix  ", .label)]
    return effects.isEmpty ? key : key + [TextRun("change of the answer", .label)]
  }

  private func table(_ state: DashboardState, _ effects: [InterventionEffect]) -> TableView {
    let columns: [TableView.Column] = [
      .init("", .fixed(6)), .init("held", .minimum(8, weight: 1)),
      .init("here", .fixed(8), alignment: .trailing), .init("typical", .fixed(8), alignment: .trailing),
    ]
    let selected = effects.isEmpty ? nil : min(max(0, state.why.effect), effects.count - 1)
    return TableView(
      columns: columns, rowCount: effects.count, selected: selected, scroll: state.why.effectScroll)
  }

  private func draw(
    _ column: Int, of effect: InterventionEffect, _ state: DashboardState, with painter: inout Painter
  ) {
    let rect = painter.rect
    func text(_ text: String, _ style: Style, _ alignment: Alignment = .leading) {
      painter.draw(text, x: rect.x, y: rect.y, width: rect.columns, style: style, alignment: alignment)
    }
    func number(_ value: Float) -> Style { value.isFinite ? Style(.value) : Style(.error, bold: true) }
    let (kind, name) =
      switch effect.target {
      case .input(let channel): ("input", state.channelName(channel))
      case .neuron(let neuron): ("neuron", state.neuronName(neuron))
      }
    switch column {
    case 0: text(kind, Style(.label))
    case 1: text(name, Style(.bright))
    case 2: text(NumberText.signed(Double(effect.change)), number(effect.change), .trailing)
    default: text(NumberText.short(Double(effect.typicalChange)), number(effect.typicalChange), .trailing)
    }
  }
}
