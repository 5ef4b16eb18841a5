import Screen

/// The wiring as a picture and, where there is room beside it, the synapses of the selected neuron.
struct WiringView: DashboardView {
  let title = "Wiring"
  let help = "wiring: neurons, synapses, currents"
  let mainPanel: PanelKind? = .wiring

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    guard body.columns >= 104, body.rows >= 12 else { return [(.wiring, body)] }
    let sides = body.split(.horizontal, [.weight(1), .fixed(body.columns >= 150 ? 48 : 36)])
    guard state.neuronCount > 0 else { return [(.wiring, sides[0])] }
    let lists = sides[1].split(.vertical, [.weight(1), .weight(1)])
    return [(.wiring, sides[0]), (.incoming, lists[0]), (.outgoing, lists[1])]
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    if state.moveSynapse(move) { return }
    state.moveNeuron(move, in: LayerOrder(state.description.model).neurons)
  }
}
