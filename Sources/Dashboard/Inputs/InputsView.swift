import Screen

/// Every channel of the probe before and after, how it can be perturbed, and the effect.
struct InputsView: DashboardView {
  let title = "Inputs"
  let help = "inputs"
  let mainPanel: PanelKind? = .channel
  let opensNeuron = false

  /// With fewer rows a road is a smear.
  private static let leastRoadRows = 5

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    Self.places(in: body, hasRoad: state.frame?.drive != nil, hasSpectrum: state.spectrum != nil)
  }

  private static func places(in rect: Rect, hasRoad: Bool, hasSpectrum: Bool = false) -> [PanelPlace] {
    guard rect.columns >= 72 else {
      let perturbRows = rect.rows >= 20 ? PerturbPanel.rows : 0
      let hasPicture = rect.rows - perturbRows >= 3 * leastRoadRows
      let (road, spectrum) = (hasRoad && hasPicture ? 1 : 0, hasSpectrum && hasPicture ? 1 : 0)
      let parts = rect.split(
        .vertical, [.weight(1), .weight(1), .weight(road), .weight(spectrum), .fixed(perturbRows)])
      return [
        (.channel, parts[0]), (.inputs, parts[1]), (.road, parts[2]), (.spectrum, parts[3]),
        (.perturb, parts[4]),
      ]
    }
    let sides = rect.split(.horizontal, [.weight(1), .fixed(rect.columns >= 110 ? 44 : 34)])
    let hasPicture = rect.rows >= 3 * leastRoadRows
    let (road, spectrum) = (hasRoad && hasPicture ? 3 : 0, hasSpectrum && hasPicture ? 3 : 0)
    let left = sides[0].split(.vertical, [.weight(2), .weight(2), .weight(road), .weight(spectrum)])
    let right = sides[1].split(
      .vertical, [.fixed(PerturbPanel.rows), .minimum(4, weight: 1), .minimum(6, weight: 2)])
    return [
      (.channel, left[0]), (.inputs, left[1]), (.road, left[2]), (.spectrum, left[3]), (.perturb, right[0]),
      (.active, right[1]),
      (.effect, right[2]),
    ]
  }

  /// The panel that perturbs fills the screen: the same panels, with the outputs in place of the list, so that the
  /// effect of a perturbation is seen beside it.
  static func zoomedPlaces(in rect: Rect) -> [PanelPlace] {
    places(in: rect, hasRoad: false).map {
      ($0.panel == .channel ? .outputs : $0.panel == .inputs ? .channel : $0.panel, $0.rect)
    }
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    if state.panels.focused == .active {
      state.panels.activeSelection = move.from(
        state.selectedActiveRow ?? 0, count: state.activeItems.count, page: state.pageRows)
      state.panels.activeScroll.isFree = false
    } else {
      state.panels.channelScroll.isFree = false
      state.selectedChannel = move.from(
        state.selectedChannel, count: state.channelCount, page: state.pageRows)
    }
  }
}
