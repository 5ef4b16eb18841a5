import Screen

/// All neurons, one row each, with the curves of the selected one below; or one neuron with its synapses.
struct NeuronsView: DashboardView {
  let title = "Neurons"
  let help = "neurons"
  let mainPanel: PanelKind? = .neuronTable
  let listsNeurons = true

  /// With fewer rows curves show nothing worth seeing.
  static let leastPreviewRows = 8
  private static let synapsesPerPage = 5

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    state.isDetailOpen ? Self.detail(state, in: body) : Self.list(state, in: body)
  }

  /// The table and, where it leaves room, a preview of the selected neuron below it.
  private static func list(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    let order = state.neuronList.order
    // With the frame and the heading.
    let rows = order.count + 3
    guard !order.isEmpty, body.rows - rows >= leastPreviewRows else { return [(.neuronTable, body)] }
    let table: PanelPlace = (.neuronTable, body.top(rows))
    guard order.contains(state.selectedNeuron) else { return [table] }
    return [table] + curves(state, in: body.dropTop(rows))
  }

  private static func detail(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    let hasTimeConstants = state.frame?.probe.nominal.hasTimeConstants ?? true
    let isWide = body.columns >= 100
    let halves =
      isWide
      ? body.split(.horizontal, [.weight(5), .weight(4)]) : body.split(.vertical, [.weight(1), .weight(1)])
    let charts = halves[0].split(
      isWide ? .vertical : .horizontal, Array(repeating: .weight(1), count: hasTimeConstants ? 2 : 1))
    let lists = halves[1].split(isWide ? .vertical : .horizontal, [.weight(1), .weight(1)])
    return zip([PanelKind.state, .timeConstant], charts).map { ($0, $1) }
      + [(.incoming, lists[0]), (.outgoing, lists[1])]
  }

  /// The selected neuron's state and, where there is one, its time constant side by side.
  static func curves(_ state: DashboardState, in rect: Rect) -> [PanelPlace] {
    guard state.frame?.probe.nominal.hasTimeConstants == true else { return [(.state, rect)] }
    let halves = rect.split(.horizontal, [.weight(1), .weight(1)])
    return [(.state, halves[0]), (.timeConstant, halves[1])]
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    if state.moveSynapse(move) { return }
    if state.isDetailOpen, move == .pageUp || move == .pageDown {
      state.scrollSynapses(by: move == .pageUp ? -Self.synapsesPerPage : Self.synapsesPerPage)
      return
    }
    let order = state.neuronList.order
    state.moveNeuron(move, in: order)
    guard let row = order.firstIndex(of: state.selectedNeuron) else { return }
    let scroll = state.neuronList.scroll
    state.neuronList.scroll.first =
      scroll.window(count: order.count, rows: state.pageRows, selected: row).first
  }
}
