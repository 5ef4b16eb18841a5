import Screen
import Telemetry

/// Every neuron by time: a heat map of states, of what perturbations change in them, or of time constants.
enum RasterView {
  static func panels(_ state: DashboardState, in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    let plan = RasterPlan(state, in: rect)
    guard let preview = plan.preview, state.neuronList.order.contains(state.selectedNeuron) else {
      return [(.raster, plan.picture)]
    }
    return [(.raster, plan.picture)] + NeuronDetailView.curves(state, in: preview)
  }

  /// - Parameter body: the whole view, of which the picture takes what it needs.
  static func draw(_ state: DashboardState, in body: Rect, on grid: inout Grid) {
    drawPicture(state, RasterPlan(state, in: body), on: &grid)
  }

  private static func drawPicture(_ state: DashboardState, _ plan: RasterPlan, on grid: inout Grid) {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0, !plan.rows.lines.isEmpty else {
      let inside = Panel("raster", focus: state.focus(of: .raster)).draw(
        in: plan.picture, on: &grid, glyphs: state.glyphs)
      Notice.draw(emptyText(state), in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let values = RasterValues(state, probe)
    let inside = Panel(title(state, values), trailing: legend(state, values), focus: state.focus(of: .raster))
      .draw(in: plan.picture, on: &grid, glyphs: state.glyphs)
    RasterPicture(state: state, values: values, plan: plan, steps: probe.nominal.stepCount)
      .draw(in: inside, on: &grid)
  }

  private static func emptyText(_ state: DashboardState) -> String {
    if state.neuronCount == 0 { return "no neurons" }
    if state.neuronList.order.isEmpty { return "no neuron matches" }
    return state.frame == nil ? Notice.waiting : "the probe is empty"
  }

  private static func title(_ state: DashboardState, _ values: RasterValues) -> String {
    let unit = sanitized(state.description.task.timeUnit)
    let what =
      switch values.quantity {
      case .state: "state"
      case .change: "change of state by what is active"
      case .timeConstant: "time constant" + (unit.isEmpty ? "" : " (\(unit))")
      }
    let list = state.neuronList
    let count =
      list.filter.isEmpty
      ? "\(state.neuronCount) neurons"
      : "\(list.order.count) of \(state.neuronCount) neurons matching \(sanitized(list.filter))"
    let sorting = list.sortColumn == .index ? "" : " by \(list.sortColumn.title)"
    return "\(what), \(count)\(sorting)"
  }

  private static func legend(_ state: DashboardState, _ values: RasterValues) -> [TextRun] {
    [TextRun(values.lowest + " ", .label)] + values.scale.legend(glyphs: state.glyphs)
      + [TextRun(" " + values.highest, .label), TextRun("  v", .focus), TextRun(" other", .label)]
  }
}
