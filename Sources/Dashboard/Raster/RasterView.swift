import Screen

/// Every neuron by time, with the curves of the selected one below where there is room.
struct RasterView: DashboardView {
  let title = "Raster"
  let help = "raster: every neuron by time"
  let mainPanel: PanelKind? = .raster
  let listsNeurons = true

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    let plan = RasterPlan(state, in: body)
    guard let preview = plan.preview, state.neuronList.order.contains(state.selectedNeuron) else {
      return [(.raster, plan.picture)]
    }
    return [(.raster, plan.picture)] + NeuronsView.curves(state, in: preview)
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    state.moveNeuron(move, in: RasterRows.order(state))
  }
}
