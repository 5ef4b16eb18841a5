import Screen
import Telemetry

/// The synapses into or out of one neuron: strength, sign, and what each contributes, the largest first.
struct SynapsePanel {
  let state: DashboardState
  let neuron: Int
  let isIncoming: Bool

  func draw(in rect: Rect, on grid: inout Grid) {
    guard neuron < state.neuronCount else {
      Notice.draw("no neurons", in: rect, on: &grid, glyphs: state.glyphs)
      return
    }
    let synapses = sorted
    let title = (isIncoming ? "in from " : "out to ") + "\(synapses.count)"
    let readings = state.frame?.probe.synapses
    let trailing =
      readings == nil
      ? [TextRun("no readings", .label)] : [TextRun("\(words.contribution) \(state.readingsMoment)", .label)]
    let inside = Panel(
      title, trailing: synapses.isEmpty ? [] : trailing,
      focus: state.focus(of: isIncoming ? .incoming : .outgoing)
    )
    .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard !synapses.isEmpty else {
      Notice.draw("no synapses", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let largest = synapses.map { current($0).magnitude }.filter(\.isFinite).max() ?? 0
    let table = TableView(
      columns: columns(width: inside.columns), rowCount: synapses.count, firstRow: state.detailScroll)
    table.draw(in: inside, on: &grid, glyphs: state.glyphs) { row, column, place, grid in
      drawCell(synapses[row], column, largest, in: place, on: &grid)
    }
  }

  private func columns(width: Int) -> [TableView.Column] {
    [
      .init(isIncoming ? "from" : "to", .minimum(6, weight: 1)),
      .init(words.strength, .fixed(7), alignment: .trailing),
      .init("+/-", .fixed(3)),
      .init(words.contribution, .fixed(8), alignment: .trailing),
      .init("", width >= 40 ? .minimum(6, weight: 1) : .fixed(0)),
    ]
  }

  private func drawCell(_ index: Int, _ column: Int, _ largest: Float, in rect: Rect, on grid: inout Grid) {
    let ellipsis = state.glyphs.symbols.ellipsis
    let weight = weight(index)
    let current = current(index)
    func text(_ text: String, _ style: Style, _ alignment: Alignment = .leading) {
      grid.draw(
        text, x: rect.x, y: rect.y, width: rect.columns, style: style, alignment: alignment,
        ellipsis: ellipsis)
    }
    switch column {
    case 0: text(partner(index), Style(.bright))
    case 1: if !weight.isNaN { text(NumberText.short(Double(weight.magnitude)), Style(.value), .trailing) }
    case 2:
      if !weight.isNaN {
        text(weight < 0 ? words.negative : words.positive, Style(weight < 0 ? .error : .validation))
      }
    case 3: if !current.isNaN { text(NumberText.signed(Double(current)), Style(.value), .trailing) }
    default:
      let fraction = largest > 0 && current.isFinite ? Double(current.magnitude / largest) : 0
      Gauge(fraction: fraction, style: Style(current < 0 ? .error : .validation))
        .draw(in: rect, on: &grid, glyphs: state.glyphs)
    }
  }

  private var words: SynapseWords { state.description.model.words }

  private var sorted: [Int] {
    let connections = state.connections
    let all = isIncoming ? connections.incoming[neuron] : connections.outgoing[neuron]
    let sizes = all.map { index in
      let size = current(index).magnitude
      return size.isNaN ? -1 : size
    }
    return all.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }.map { all[$0] }
  }

  private func partner(_ index: Int) -> String {
    let synapse = state.description.model.synapses[index]
    guard isIncoming else { return state.neuronName(synapse.target) }
    return synapse.isSensory ? state.channelName(synapse.source) : state.neuronName(synapse.source)
  }

  private func weight(_ index: Int) -> Float { reading(index, state.frame?.probe.synapses?.weights) }

  private func current(_ index: Int) -> Float { reading(index, state.frame?.probe.synapses?.currents) }

  private func reading(_ index: Int, _ values: [Float]?) -> Float {
    guard let values, values.indices.contains(index) else { return .nan }
    return values[index]
  }
}
