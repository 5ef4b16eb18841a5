import Screen
import Telemetry
import Text

/// One cell of a table of neurons.
struct NeuronCell {
  let state: DashboardState
  let neuron: Int

  func draw(_ column: NeuronColumn, with painter: inout Painter) {
    switch column {
    case .index: text("\(neuron)", Style(.axis), .trailing, &painter)
    case .name:
      text(state.neuronName(neuron), nameStyle, .leading, &painter)
      markHits(&painter)
    case .layer:
      text(state.description.model.neurons[neuron].layer, Style(.label), .leading, &painter)
      markHits(&painter)
    case .activity: drawSparkline(&painter)
    case .state: number(state.momentState(ofNeuron: neuron), Style(.value), &painter)
    case .shift: drawShift(&painter)
    case .timeConstant: number(state.momentTimeConstant(ofNeuron: neuron), Style(.timeConstant), &painter)
    case .timeConstantRange: drawRange(&painter)
    case .timeConstantRatio: drawRatio(&painter)
    case .incoming: text("\(state.connections.incoming[neuron].count)", Style(.label), .trailing, &painter)
    case .outgoing: text("\(state.connections.outgoing[neuron].count)", Style(.label), .trailing, &painter)
    case .intervention: drawIntervention(&painter)
    }
  }

  /// The columns the longest name needs, within reason.
  static func nameColumns(_ state: DashboardState, limit: Int) -> Int {
    let longest = state.description.model.neurons.reduce(0) { max($0, DisplayWidth.of($1.name)) }
    return min(max(5, longest), limit)
  }

  private var nameStyle: Style {
    state.intervention(onNeuron: neuron) == nil ? Style(.bright) : ProbeChart.perturbedStyle
  }

  private func text(_ text: String, _ style: Style, _ alignment: Alignment, _ painter: inout Painter) {
    let rect = painter.rect
    painter.draw(text, x: rect.x, y: rect.y, width: rect.columns, style: style, alignment: alignment)
  }

  /// Marks the part of a name that matches the filter, where the filter is in force.
  private func markHits(_ painter: inout Painter) {
    guard state.view == .neurons else { return }
    painter.mark(state.neuronList.filter, in: painter.rect)
  }

  private func number(_ value: Float, _ style: Style, _ painter: inout Painter) {
    guard (state.frame?.probe.nominal.stepCount ?? 0) > 0 else { return }
    // NaN is an error in a state; as a time constant it only means that the cell has none.
    if value.isNaN, style.foreground == .timeConstant { return }
    let style = value.isNaN ? Style(.error, bold: true) : style
    text(NumberText.short(Double(value)), style, .trailing, &painter)
  }

  private func drawSparkline(_ painter: inout Painter) {
    guard let probe = state.frame?.probe else { return }
    Sparkline(
      probe.nominal.state(neuron), overlay: probe.perturbed?.state(neuron), style: ProbeChart.nominalStyle,
      cursor: state.cursorStep
    )
    .draw(in: painter.rect, with: &painter)
  }

  private func drawShift(_ painter: inout Painter) {
    guard let shift = state.digest?.shift(ofNeuron: neuron), !shift.isNaN else { return }
    let style = shift > 0 ? ProbeChart.perturbedStyle : Style(.axis)
    text(NumberText.short(Double(shift)), style, .trailing, &painter)
  }

  private func drawRange(_ painter: inout Painter) {
    guard let digest = state.digest, let range = digest.timeConstantRange else { return }
    let tau = digest.timeConstants[neuron]
    let own = tau.minimum <= tau.maximum ? Double(tau.minimum)...Double(tau.maximum) : nil
    let scale = ValueScale(kind: .logarithmic, lower: range.lowerBound, upper: range.upperBound)
    let value = Double(state.momentTimeConstant(ofNeuron: neuron))
    LogBar(value: value, range: own, scale: scale).draw(in: painter.rect, with: &painter)
  }

  /// `×1.32`
  private func drawRatio(_ painter: inout Painter) {
    let ratio = state.timeConstantRatio(ofNeuron: neuron)
    guard !ratio.isNaN else { return }
    text(
      "\(painter.symbols.times)\(NumberText.short(Double(ratio)))", Style(.timeConstant), .trailing, &painter)
  }

  private func drawIntervention(_ painter: inout Painter) {
    guard let intervention = state.intervention(onNeuron: neuron) else { return }
    let words = painter.rect.columns > 3 ? Wording.intervention(intervention) : Wording.mark(intervention)
    text(words, ProbeChart.perturbedStyle, .leading, &painter)
  }
}
