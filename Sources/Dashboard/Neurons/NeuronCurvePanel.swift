import Screen
import Telemetry

extension PanelKind {
  public static let state = PanelKind("state", NeuronCurvePanel(quantity: .state))
  public static let timeConstant = PanelKind("timeConstant", NeuronCurvePanel(quantity: .timeConstant))
}

/// The selected neuron's state, or on a logarithmic axis its time constant, over the probe.
struct NeuronCurvePanel: DashboardPanel {
  enum Quantity: Sendable {
    case state
    case timeConstant
  }

  let quantity: Quantity
  /// Rows inside the frame from which two are free for which word moved which neuron.
  private static let leastRowsWithMoves = 9

  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard state.selectedNeuron < state.neuronCount else {
      painter.notice("no neurons", in: painter.rect)
      return
    }
    guard let chart = chart(state) else {
      painter.notice(state.waiting, in: painter.frame(title(state)))
      return
    }
    let legend = chart.series.count > 1 ? chart.legend(glyphs: state.glyphs) : []
    let inside = painter.frame(title(state), trailing: legend)
    ProbeChart.draw(chart, state, in: chartPlace(state, in: inside), with: &painter)
    drawMoves(state, in: inside, with: &painter)
  }

  /// The inside of the frame without the lines that say which word moved which neuron.
  private func chartPlace(_ state: DashboardState, in inside: Rect) -> Rect {
    moves(state, in: inside) == nil ? inside : inside.top(inside.rows - 2)
  }

  /// Nil where the probe is no text, or there is no room.
  private func moves(_ state: DashboardState, in inside: Rect) -> WordMoves? {
    guard quantity == .state, inside.rows >= Self.leastRowsWithMoves else { return nil }
    return (state.frame?.probe).flatMap(WordMoves.init)
  }

  private func drawMoves(_ state: DashboardState, in inside: Rect, with painter: inout Painter) {
    guard let moves = moves(state, in: inside) else { return }
    let lines = moves.lines(state, neuron: state.selectedNeuron, columns: inside.columns)
    for (row, runs) in lines.enumerated() {
      painter.draw(runs, x: inside.x, y: inside.maxY - lines.count + row, width: inside.columns)
    }
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    chart(state).flatMap { ProbeChart.hit(state, x: x, $0, in: chartPlace(state, in: Panel.inside(rect))) }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    if state.isDetailOpen { state.scrollSynapses(by: rows) }
  }

  /// Nil without a probe.
  private func chart(_ state: DashboardState) -> LineChart? {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else { return nil }
    let array = quantity == .state ? \Trace.states : \Trace.timeConstants
    let neuron = state.selectedNeuron
    let series = ProbeChart.series(
      "nominal", nominal: probe.nominal.series(neuron, of: probe.nominal[keyPath: array]),
      perturbed: probe.perturbed.map { $0.series(neuron, of: $0[keyPath: array]) },
      x: ProbeChart.x(probe.nominal),
      style: quantity == .state ? ProbeChart.nominalStyle : Style(.timeConstant))
    return ProbeChart.chart(series, state, yKind: quantity == .state ? .linear : .logarithmic)
  }

  private func title(_ state: DashboardState) -> String {
    switch quantity {
    case .state:
      let neuron = state.selectedNeuron
      let layer = state.description.model.neurons[neuron].layer
      let title = "\(state.neuronName(neuron)) (\(layer)): state"
      return title + (state.intervention(onNeuron: neuron).map { ", " + Wording.intervention($0) } ?? "")
    case .timeConstant:
      let unit = state.description.task.timeUnit
      return "\(state.glyphs.symbols.timeConstant) time constant" + (unit.isEmpty ? "" : " (\(unit))")
    }
  }
}
