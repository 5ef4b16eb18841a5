import Screen
import Telemetry
import Text

extension PanelKind {
  public static let inputParts = PanelKind("inputParts", PartsPanel(isOfInputs: true))
  public static let neuronParts = PanelKind("neuronParts", PartsPanel(isOfInputs: false))
}

/// What each input, or each neuron, contributed to the answer, as bars from a middle axis, the largest first; at the bottom
/// how far their sum is from the change that they explain.
struct PartsPanel: DashboardPanel {
  let isOfInputs: Bool

  /// The colour of a sign; the side of a bar and the sign of a number say the same.
  static func style(of value: Float) -> Style {
    value.isNaN ? Style(.error, bold: true) : Style(value < 0 ? .error : .focus)
  }

  func draw(_ state: DashboardState, with painter: inout Painter) {
    let parts = parts(state)
    let inside = painter.frame(
      isOfInputs ? "by input" : "by neuron",
      trailing: [TextRun("\(isOfInputs ? state.channelCount : state.neuronCount)", .label)])
    guard let explanation = state.explanation, !parts.isEmpty else {
      painter.notice(isOfInputs ? "no inputs" : "no neurons", in: inside)
      return
    }
    let list = list(in: painter.rect)
    let window = window(state, parts, in: painter.rect)
    let limit = parts.reduce(Float(0)) { $0.maximumFinite($1.value.magnitude) }
    for row in window.visible {
      let line = Rect(x: list.x, y: list.y + row - window.first, columns: list.columns, rows: 1)
      painter.draw(in: line) { drawPart(parts[row], state, limit: limit, with: &$0) }
    }
    guard list.rows < inside.rows else { return }
    painter.draw(
      summary(parts, explanation, columns: inside.columns), x: inside.x, y: list.maxY, width: inside.columns,
      style: Style(.label))
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let list = list(in: rect)
    let parts = parts(state)
    let window = window(state, parts, in: rect)
    let row = window.first + y - list.y
    guard list.contains(x: x, y: y), window.visible.contains(row), !parts[row].isDirect else { return nil }
    let index = parts[row].index
    guard isOfInputs else { return .select { $0.selectNeuron(index) } }
    return .select { $0.selectedChannel = index }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let parts = parts(state)
    let window = window(state, parts, in: rect)
    let scroll = isOfInputs ? \WhyState.inputScroll : \.neuronScroll
    state.why[keyPath: scroll].turn(by: rows, from: window, count: parts.count)
  }

  private func parts(_ state: DashboardState) -> [AnswerPart] {
    isOfInputs ? state.inputParts : state.neuronParts
  }

  /// The rows of parts: the last one of the panel is for their sum.
  private func list(in rect: Rect) -> Rect {
    let inside = Panel.inside(rect)
    return inside.rows >= 2 ? inside.top(inside.rows - 1) : inside
  }

  private func window(_ state: DashboardState, _ parts: [AnswerPart], in rect: Rect) -> ListWindow {
    let selected = isOfInputs ? state.selectedChannel : state.selectedNeuron
    let scroll = isOfInputs ? state.why.inputScroll : state.why.neuronScroll
    return scroll.window(
      count: parts.count, rows: list(in: rect).rows,
      selected: parts.firstIndex { $0.index == selected && !$0.isDirect })
  }

  /// `sum -0.349 of -0.350, residual +0.0012`
  private func summary(_ parts: [AnswerPart], _ explanation: Explanation, columns: Int) -> String {
    let sum = AnswerPart.sum(parts)
    let residual = "residual \(NumberText.signed(sum - Double(explanation.change)))"
    let text =
      "sum \(NumberText.signed(sum)) of \(NumberText.signed(Double(explanation.change))), \(residual)"
    return text.count <= columns ? text : residual
  }

  private func drawPart(
    _ part: AnswerPart, _ state: DashboardState, limit: Float, with painter: inout Painter
  ) {
    let line = painter.rect
    let cells = line.split(.horizontal, [.fixed(1), .fixed(nameColumns(state, line)), .fixed(8), .weight(1)])
    let isSelected =
      !part.isDirect && part.index == (isOfInputs ? state.selectedChannel : state.selectedNeuron)
    let isDisturbed =
      !part.isDirect
      && (isOfInputs
        ? state.isPerturbed(channel: part.index) : state.intervention(onNeuron: part.index) != nil)
    if isSelected {
      painter.draw(painter.symbols.selected, x: line.x, y: line.y, style: Style(.focus, bold: true))
    }
    let style =
      isDisturbed ? ProbeChart.perturbedStyle : Style(part.isDirect ? .label : .bright, bold: isSelected)
    painter.draw(name(part, state), x: cells[1].x, y: line.y, width: cells[1].columns, style: style)
    painter.draw(
      NumberText.signed(Double(part.value)), x: cells[2].x, y: line.y, width: cells[2].columns,
      style: part.value.isFinite ? Style(.value) : Style(.error, bold: true), alignment: .trailing)
    if isSelected { painter.select(line) }
    let bar = Rect(x: cells[3].x + 1, y: line.y, columns: cells[3].columns - 1, rows: 1)
    SignedBar(value: part.value, limit: limit).draw(in: bar, with: &painter)
  }

  private func name(_ part: AnswerPart, _ state: DashboardState) -> String {
    if part.isDirect { return "inputs now" }
    return isOfInputs ? state.channelName(part.index) : state.neuronName(part.index)
  }

  private func nameColumns(_ state: DashboardState, _ line: Rect) -> Int {
    let widest =
      isOfInputs
      ? state.description.task.inputNames.reduce(0) { max($0, DisplayWidth.of($1)) }
      : max(10, NeuronCell.nameColumns(state, limit: 40))
    return min(widest, max(10, line.columns * 2 / 5), 24)
  }
}

/// A value as a bar from an axis in the middle: to the right where it is positive, to the left where it is negative.
struct SignedBar: Widget {
  let value: Float
  /// The magnitude of a full bar.
  let limit: Float

  func draw(in rect: Rect, on grid: inout Grid, glyphs: GlyphSet) {
    guard rect.columns >= 3, !rect.isEmpty else { return }
    let symbols = glyphs.symbols
    let middle = rect.columns / 2
    func place(_ character: Character, _ column: Int, _ style: Style) {
      grid.draw(String(character), x: rect.x + column, y: rect.y, width: 1, style: style)
    }
    guard !value.isNaN else {
      place(symbols.notFinite, middle, Style(.error, bold: true))
      return
    }
    place(symbols.vertical, middle, Style(.axis))
    let share = value.isInfinite ? 1 : limit > 0 ? min(1, Double(value.magnitude / limit)) : 0
    let room = value < 0 ? middle : rect.columns - 1 - middle
    let length = Int((share * Double(room)).rounded())
    for step in 0..<length {
      place(
        symbols.barFull, value < 0 ? middle - 1 - step : middle + 1 + step, PartsPanel.style(of: value))
    }
  }
}
