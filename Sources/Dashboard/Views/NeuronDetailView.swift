import Screen
import Telemetry

/// One neuron: its state and time constant over the probe, its synapses and what they carry.
enum NeuronDetailView {
  static func panels(_ state: DashboardState, in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    let hasTau = state.frame?.probe.nominal.hasTimeConstants ?? true
    let places = places(in: rect, hasTimeConstants: hasTau)
    return [(.state, places.state)] + (places.timeConstant.map { [(.timeConstant, $0)] } ?? [])
      + [(.incoming, places.incoming), (.outgoing, places.outgoing)]
  }

  struct Places {
    var state: Rect
    var timeConstant: Rect?
    var incoming: Rect
    var outgoing: Rect

    var all: [Rect] { [state, incoming, outgoing] + (timeConstant.map { [$0] } ?? []) }
  }

  static func places(in rect: Rect, hasTimeConstants: Bool) -> Places {
    let charts: [Extent] = hasTimeConstants ? [.weight(1), .weight(1)] : [.weight(1)]
    let isWide = rect.columns >= 100
    let halves =
      isWide
      ? rect.split(.horizontal, [.weight(5), .weight(4)]) : rect.split(.vertical, [.weight(1), .weight(1)])
    let top = halves[0].split(isWide ? .vertical : .horizontal, charts)
    let lists = halves[1].split(isWide ? .vertical : .horizontal, [.weight(1), .weight(1)])
    return Places(
      state: top[0], timeConstant: hasTimeConstants ? top[1] : nil, incoming: lists[0], outgoing: lists[1])
  }

  /// The selected neuron's state and, where there is one, its time constant side by side.
  static func curves(_ state: DashboardState, in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    guard state.frame?.probe.nominal.hasTimeConstants == true else { return [(.state, rect)] }
    let halves = rect.split(.horizontal, [.weight(1), .weight(1)])
    return [(.state, halves[0]), (.timeConstant, halves[1])]
  }

  static func draw(_ panel: PanelKind, _ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard state.selectedNeuron < state.neuronCount else {
      Notice.draw("no neurons", in: rect, on: &grid, glyphs: state.glyphs)
      return
    }
    let title = panel == .state ? stateTitle(state) : timeConstantTitle(state)
    guard let chart = chart(panel, state) else {
      let inside = Panel(title, focus: state.focus(of: panel)).draw(in: rect, on: &grid, glyphs: state.glyphs)
      Notice.draw(Notice.waiting, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let legend = chart.series.count > 1 ? chart.legend(glyphs: state.glyphs) : []
    let inside = Panel(title, trailing: legend, focus: state.focus(of: panel))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    chart.draw(in: inside, on: &grid, glyphs: state.glyphs)
  }

  /// The state, or on a logarithmic axis the time constant, of the selected neuron; nil without a probe.
  static func chart(_ panel: PanelKind, _ state: DashboardState) -> LineChart? {
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else { return nil }
    let array = panel == .state ? \Trace.states : \Trace.timeConstants
    let neuron = state.selectedNeuron
    let series = ProbeChart.series(
      "nominal", nominal: probe.nominal.series(neuron, of: probe.nominal[keyPath: array]),
      perturbed: probe.perturbed.map { $0.series(neuron, of: $0[keyPath: array]) },
      x: ProbeChart.x(probe.nominal),
      style: panel == .state ? ProbeChart.nominalStyle : Style(.timeConstant))
    return LineChart(
      series: series, yKind: panel == .state ? .linear : .logarithmic, xUnit: ProbeChart.xUnit(state),
      cursor: state.cursorX)
  }

  private static func stateTitle(_ state: DashboardState) -> String {
    let neuron = state.selectedNeuron
    let layer = sanitized(state.description.model.neurons[neuron].layer)
    let title = "\(state.neuronName(neuron)) (\(layer)): state"
    return title + (state.intervention(on: neuron).map { ", " + Wording.intervention($0) } ?? "")
  }

  private static func timeConstantTitle(_ state: DashboardState) -> String {
    let unit = sanitized(state.description.task.timeUnit)
    return "\(state.glyphs.symbols.timeConstant) time constant" + (unit.isEmpty ? "" : " (\(unit))")
  }
}
