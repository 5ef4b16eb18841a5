import Screen
import Telemetry

/// Every channel of the probe before and after, what may be done to it, and what that did.
enum InputsView {
  struct Places {
    var chart: Rect
    var list: Rect
    var road: Rect?
    var kinds: Rect?
    var active: Rect?
    var effect: Rect?

    var all: [Rect] { panels.map(\.rect) }

    var panels: [(panel: PanelKind, rect: Rect)] {
      let optional: [(PanelKind, Rect?)] = [
        (.road, road), (.perturb, kinds), (.active, active),
        (.effect, effect),
      ]
      return [(.channel, chart), (.inputs, list)]
        + optional.compactMap { kind, rect in rect.map { (kind, $0) } }
    }
  }

  /// Rows below which a road is but a smear.
  private static let leastRoadRows = 5

  static func places(in rect: Rect, hasRoad: Bool = false) -> Places {
    guard rect.columns >= 72 else {
      let hasKinds = rect.rows >= 20
      let hasRoad = hasRoad && rect.rows - (hasKinds ? KindsPanel.rows : 0) >= 3 * leastRoadRows
      let parts = rect.split(
        .vertical,
        [.weight(1), .weight(1), .weight(hasRoad ? 1 : 0), .fixed(hasKinds ? KindsPanel.rows : 0)])
      return Places(
        chart: parts[0], list: parts[1], road: hasRoad ? parts[2] : nil, kinds: hasKinds ? parts[3] : nil)
    }
    let sides = rect.split(.horizontal, [.weight(1), .fixed(rect.columns >= 110 ? 44 : 34)])
    let hasRoad = hasRoad && rect.rows >= 3 * leastRoadRows
    let left = sides[0].split(.vertical, [.weight(2), .weight(2), .weight(hasRoad ? 3 : 0)])
    let right = sides[1].split(
      .vertical, [.fixed(KindsPanel.rows), .minimum(4, weight: 1), .minimum(6, weight: 2)])
    return Places(
      chart: left[0], list: left[1], road: hasRoad ? left[2] : nil, kinds: right[0], active: right[1],
      effect: right[2])
  }

  /// The same panels with the outputs in the place of the list: what a perturbation does, beside what it is.
  static func zoomedPlaces(in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    places(in: rect).panels.map {
      ($0.panel == .channel ? .outputs : $0.panel == .inputs ? .channel : $0.panel, $0.rect)
    }
  }
}
