import Screen
import Telemetry

extension PanelKind {
  public static let active = PanelKind("active", ActivePanel())
}

/// The active perturbations and interventions; one row is selected for removal.
struct ActivePanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let items = state.activeItems
    let isLive = state.mode == .live
    let keys = [
      TextRun("Del", .focus), TextRun(" removes  ", .label), TextRun("0", .focus), TextRun(" clears", .label),
    ]
    let inside = painter.frame("active \(items.count)", trailing: items.isEmpty || !isLive ? [] : keys)
    guard !items.isEmpty else {
      let keys = Perturbation.Kind.allCases.map { String($0.key) }.joined(separator: " ")
      painter.notice(isLive ? "nothing: press \(keys)" : "nothing", in: inside)
      return
    }
    let window = window(state, in: painter.rect)
    for row in window.visible {
      let y = inside.y + row - window.first
      let isSelected = row == state.selectedActiveRow && isLive
      let mark = isSelected ? painter.symbols.selected : painter.symbols.perturbed
      painter.draw(
        "\(mark) \(state.words(of: items[row]))", x: inside.x, y: y, width: inside.columns,
        style: Style(.perturbed, bold: isSelected))
      if isSelected { painter.select(Rect(x: inside.x, y: y, columns: inside.columns, rows: 1)) }
    }
    drawMore(items.count - window.visible.upperBound, with: &painter)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let window = window(state, in: rect)
    let row = window.first + y - Panel.inside(rect).y
    return window.visible.contains(row) ? .select { $0.panels.activeSelection = row } : nil
  }

  /// Row by row: the list is short.
  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    state.panels.activeScroll.turn(
      by: rows.signum(), from: window(state, in: rect), count: state.activeItems.count)
  }

  /// Writes on the lower edge how many rows there are below those on the screen.
  private func drawMore(_ count: Int, with painter: inout Painter) {
    let rect = painter.rect
    guard count > 0, rect.rows >= 3, rect.columns >= 16 else { return }
    painter.draw(
      " \(count) more ", x: rect.x + 2, y: rect.maxY - 1, width: rect.columns - 4, style: Style(.perturbed))
  }

  private func window(_ state: DashboardState, in rect: Rect) -> ListWindow {
    state.panels.activeScroll.window(
      count: state.activeItems.count, rows: Panel.inside(rect).rows, selected: state.selectedActiveRow)
  }
}

/// A row of the list.
enum ActiveItem: Sendable, Hashable {
  case perturbation(Perturbation)
  case intervention(Intervention)
}

extension DashboardState {
  /// Perturbations by channel, then interventions by neuron and by synapse.
  var activeItems: [ActiveItem] {
    activePerturbations.map(ActiveItem.perturbation) + activeInterventions.map(ActiveItem.intervention)
  }

  /// The row that Delete removes; nil where nothing is active.
  var selectedActiveRow: Int? {
    let count = activeItems.count
    return count > 0 ? min(max(0, panels.activeSelection), count - 1) : nil
  }

  /// `curvature: noise 0.5 sd`, `inter 4 to motor 0: cut`.
  func words(of item: ActiveItem) -> String {
    switch item {
    case .perturbation(let perturbation):
      "\(channelName(perturbation.channel)): \(Wording.perturbation(perturbation))"
    case .intervention(let intervention):
      "\(name(of: intervention.target)): \(Wording.intervention(intervention))"
    }
  }
}
