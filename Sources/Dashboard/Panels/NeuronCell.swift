import Screen
import Telemetry

/// One cell of a neuron table.
struct NeuronCell {
  let state: DashboardState
  let neuron: Int

  func draw(_ column: NeuronColumn, in rect: Rect, on grid: inout Grid) {
    switch column {
    case .index: text("\(neuron)", Style(.axis), .trailing, rect, &grid)
    case .name:
      text(state.neuronName(neuron), nameStyle, .leading, rect, &grid)
      markHits(in: rect, on: &grid)
    case .layer:
      text(sanitized(summary.layer), Style(.label), .leading, rect, &grid)
      markHits(in: rect, on: &grid)
    case .activity: drawSparkline(in: rect, on: &grid)
    case .state: number(state.momentState(ofNeuron: neuron), Style(.value), rect, &grid)
    case .shift: drawShift(in: rect, on: &grid)
    case .timeConstant:
      number(state.momentTimeConstant(ofNeuron: neuron), Style(.timeConstant), rect, &grid)
    case .timeConstantRange: drawRange(in: rect, on: &grid)
    case .incoming: text("\(state.connections.incoming[neuron].count)", Style(.label), .trailing, rect, &grid)
    case .outgoing: text("\(state.connections.outgoing[neuron].count)", Style(.label), .trailing, rect, &grid)
    case .intervention: drawIntervention(in: rect, on: &grid)
    }
  }

  /// The columns the longest name needs, within reason.
  static func nameColumns(_ state: DashboardState, limit: Int) -> Int {
    let longest = state.description.model.neurons.reduce(0) { max($0, DisplayWidth.of($1.name)) }
    return min(max(5, longest), limit)
  }

  private var summary: NeuronSummary { state.description.model.neurons[neuron] }

  private var nameStyle: Style {
    state.intervention(on: neuron) == nil ? Style(.bright) : ProbeChart.perturbedStyle
  }

  private func text(
    _ text: String, _ style: Style, _ alignment: Alignment, _ rect: Rect, _ grid: inout Grid
  ) {
    grid.draw(
      text, x: rect.x, y: rect.y, width: rect.columns, style: style, alignment: alignment,
      ellipsis: state.glyphs.symbols.ellipsis)
  }

  /// The part of a name that the filter asks for, where it is in force.
  private func markHits(in rect: Rect, on grid: inout Grid) {
    guard state.view == .neurons else { return }
    SearchHit.mark(state.neuronList.filter, in: rect, on: &grid)
  }

  private func number(_ value: Float, _ style: Style, _ rect: Rect, _ grid: inout Grid) {
    guard hasProbe else { return }
    // A cell without time constants has nothing to show; a state that is not a number has.
    if value.isNaN, style.foreground == .timeConstant { return }
    let style = value.isNaN ? Style(.error, bold: true) : style
    text(NumberText.short(Double(value)), style, .trailing, rect, &grid)
  }

  private var hasProbe: Bool { (state.frame?.probe.nominal.stepCount ?? 0) > 0 }

  private func drawSparkline(in rect: Rect, on grid: inout Grid) {
    guard let probe = state.frame?.probe else { return }
    Sparkline(
      probe.nominal.state(neuron), overlay: probe.perturbed?.state(neuron), style: ProbeChart.nominalStyle,
      cursor: state.cursorStep
    )
    .draw(in: rect, on: &grid, glyphs: state.glyphs)
  }

  private func drawShift(in rect: Rect, on grid: inout Grid) {
    guard let shift = state.digest?.shift(ofNeuron: neuron), !shift.isNaN else { return }
    let isMoved = shift > 0
    text(
      NumberText.short(Double(shift)), isMoved ? ProbeChart.perturbedStyle : Style(.axis), .trailing, rect,
      &grid)
  }

  private func drawRange(in rect: Rect, on grid: inout Grid) {
    guard let digest = state.digest, let range = digest.timeConstantRange else { return }
    let tau = digest.timeConstants[neuron]
    let own = tau.minimum <= tau.maximum ? Double(tau.minimum)...Double(tau.maximum) : nil
    let scale = ValueScale(kind: .logarithmic, lower: range.lowerBound, upper: range.upperBound)
    let value = Double(state.momentTimeConstant(ofNeuron: neuron))
    LogBar(value: value, range: own, scale: scale).draw(in: rect, on: &grid, glyphs: state.glyphs)
  }

  private func drawIntervention(in rect: Rect, on grid: inout Grid) {
    guard let intervention = state.intervention(on: neuron) else { return }
    let wording = rect.columns > 3 ? Wording.intervention(intervention) : Wording.mark(intervention)
    text(wording, ProbeChart.perturbedStyle, .leading, rect, &grid)
  }
}
