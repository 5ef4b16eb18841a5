import Screen

/// Loss, the probe's outputs, the most active neurons and the inputs at a glance.
struct OverviewView: DashboardView {
  let title = "Overview"
  let help = "overview"
  let mainPanel: PanelKind? = nil

  /// Columns from which panels go side by side.
  private static let wideColumns = 72
  /// With fewer rows a panel shows nothing worth seeing.
  private static let leastRows = 5

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    let rects = Self.rects(in: body)
    var places: [PanelPlace] = zip([PanelKind.loss, .outputs, .neurons, .inputs], rects).map { ($0, $1) }
    // The run has ended: the loss needs only half its place.
    if state.outcome?.conditions?.isEmpty == false, let loss = rects.first, loss.rows >= 2 * Self.leastRows {
      let halves = loss.split(.vertical, [.weight(1), .weight(1)])
      places[0].rect = halves[0]
      places.insert((.conditions, halves[1]), at: 1)
    }
    if let stream = state.stream, let loss = rects.first, loss.rows >= 2 * Self.leastRows {
      // A row more lets a table of differences show an output.
      let (panel, spare) = stream.twin == nil ? (PanelKind.stream, 1) : (.twin, 0)
      let panelRows = min(StreamPanel.mostRows, loss.rows - Self.leastRows - spare)
      let parts = loss.split(.vertical, [.weight(1), .fixed(panelRows)])
      places[0].rect = parts[0]
      places.insert((panel, parts[1]), at: 1)
    }
    return places
  }

  /// One to four rectangles, the most important first.
  private static func rects(in body: Rect) -> [Rect] {
    if body.columns >= wideColumns {
      guard body.rows >= 2 * leastRows else { return body.split(.horizontal, [.weight(1), .weight(1)]) }
      let rows = body.split(.vertical, [.weight(1), .weight(1)])
      let sides: [Extent] = [.weight(11), .weight(9)]
      return rows[0].split(.horizontal, sides) + rows[1].split(.horizontal, sides)
    }
    let count = max(1, min(4, body.rows / leastRows))
    return body.split(.vertical, Array(repeating: .weight(1), count: count))
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    let order = state.overviewOrder
    let place = neuronPlace(state)
    // Where the list was scrolled away from the selection, the selection goes to the first row on the screen.
    let first = place.flatMap { rect in
      TopNeuronsPanel.showsSelection(state, in: rect) ? nil : TopNeuronsPanel.window(state, in: rect).first
    }
    state.moveNeuron(move, in: order, to: first)
    guard !order.isEmpty, let place else { return }
    state.panels.neuronScroll.first = TopNeuronsPanel.window(state, in: place).first
  }

  /// Where the neurons are listed; nil where the screen has no room for them.
  private func neuronPlace(_ state: DashboardState) -> Rect? {
    guard let body = ScreenPlan(state, size: state.size)?.body else { return nil }
    return state.panelPlaces(in: body).first { $0.panel == .neurons }?.rect
  }
}

extension DashboardState {
  /// The neurons as the overview ranks them.
  var overviewOrder: [Int] { digest?.byActivity ?? Array(description.model.neurons.indices) }
}
