import Screen
import Telemetry

/// One neuron: its state and time constant over the probe, its synapses and what they carry.
enum NeuronDetailView {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard state.selectedNeuron < state.neuronCount else {
      Notice.draw("no neurons", in: rect, on: &grid, glyphs: state.glyphs)
      return
    }
    let hasTau = state.frame?.probe.nominal.hasTimeConstants ?? true
    let places = places(in: rect, hasTimeConstants: hasTau)
    drawState(state, in: places.state, on: &grid)
    if let place = places.timeConstant { drawTimeConstant(state, in: place, on: &grid) }
    SynapsePanel(state: state, neuron: state.selectedNeuron, isIncoming: true).draw(
      in: places.incoming, on: &grid)
    SynapsePanel(state: state, neuron: state.selectedNeuron, isIncoming: false).draw(
      in: places.outgoing, on: &grid)
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
  static func drawCurves(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard state.frame?.probe.nominal.hasTimeConstants == true else {
      drawState(state, in: rect, on: &grid)
      return
    }
    let halves = rect.split(.horizontal, [.weight(1), .weight(1)])
    drawState(state, in: halves[0], on: &grid)
    drawTimeConstant(state, in: halves[1], on: &grid)
  }

  /// The selected neuron's state over the probe.
  static func drawState(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let neuron = state.selectedNeuron
    let layer = sanitized(state.description.model.neurons[neuron].layer)
    var title = "\(state.neuronName(neuron)) (\(layer)): state"
    if let intervention = state.intervention(on: neuron) {
      title += ", " + Wording.intervention(intervention)
    }
    drawChart(title, \.states, .linear, ProbeChart.nominalStyle, state, in: rect, on: &grid)
  }

  /// The selected neuron's time constant over the probe, on a logarithmic axis.
  static func drawTimeConstant(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let unit = sanitized(state.description.task.timeUnit)
    let title = "\(state.glyphs.symbols.timeConstant) time constant" + (unit.isEmpty ? "" : " (\(unit))")
    drawChart(title, \.timeConstants, .logarithmic, Style(.timeConstant), state, in: rect, on: &grid)
  }

  private static func drawChart(
    _ title: String, _ array: KeyPath<Trace, [Float]>, _ kind: ValueScale.Kind, _ style: Style,
    _ state: DashboardState, in rect: Rect, on grid: inout Grid
  ) {
    let neuron = state.selectedNeuron
    guard let probe = state.frame?.probe, probe.nominal.stepCount > 0 else {
      let inside = Panel(title).draw(in: rect, on: &grid, glyphs: state.glyphs)
      Notice.draw(Notice.waiting, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let series = ProbeChart.series(
      "nominal", nominal: probe.nominal.series(neuron, of: probe.nominal[keyPath: array]),
      perturbed: probe.perturbed.map { $0.series(neuron, of: $0[keyPath: array]) },
      x: ProbeChart.x(probe.nominal), style: style)
    let chart = LineChart(series: series, yKind: kind, xUnit: ProbeChart.xUnit(state), cursor: state.cursorX)
    let legend = series.count > 1 ? chart.legend(glyphs: state.glyphs) : []
    let inside = Panel(title, trailing: legend).draw(in: rect, on: &grid, glyphs: state.glyphs)
    chart.draw(in: inside, on: &grid, glyphs: state.glyphs)
  }
}
