import Screen
import Telemetry

/// The network as a picture: layers and the synapses between them, or where these are too many a matrix.
enum WiringView {
  static func panels(_ state: DashboardState, in rect: Rect) -> [(panel: PanelKind, rect: Rect)] {
    let places = places(in: rect)
    guard state.neuronCount > 0 else { return [(.wiring, places.picture)] }
    return [(.wiring, places.picture)] + (places.incoming.map { [(.incoming, $0)] } ?? [])
      + (places.outgoing.map { [(.outgoing, $0)] } ?? [])
  }

  struct Places {
    var picture: Rect
    /// The strongest synapses of the selected neuron, where there is room beside the picture.
    var incoming: Rect?
    var outgoing: Rect?

    var all: [Rect] { [picture] + [incoming, outgoing].compactMap { $0 } }
  }

  static func places(in rect: Rect) -> Places {
    guard rect.columns >= 104, rect.rows >= 12 else { return Places(picture: rect) }
    let sides = rect.split(.horizontal, [.weight(1), .fixed(rect.columns >= 150 ? 48 : 36)])
    let lists = sides[1].split(.vertical, [.weight(1), .weight(1)])
    return Places(picture: sides[0], incoming: lists[0], outgoing: lists[1])
  }

  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard state.neuronCount > 0 else {
      let inside = Panel("wiring", focus: state.focus(of: .wiring))
        .draw(in: rect, on: &grid, glyphs: state.glyphs)
      Notice.draw("no neurons", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let strengths = SynapseStrengths(state)
    // The last two rows are for words: what is drawn, and what the selected neuron hears and tells.
    let room = rect.inset()
    let captionRows = room.rows >= 10 ? 2 : room.rows >= 5 ? 1 : 0
    let plot = room.top(room.rows - captionRows)
    let layout = WiringLayout(state, in: plot)
    let words = WiringWords(state: state, strengths: strengths)
    let inside = Panel(
      words.title(isMatrix: layout == nil), trailing: words.legend(isMatrix: layout == nil),
      focus: state.focus(of: .wiring)
    )
    .draw(in: rect, on: &grid, glyphs: state.glyphs)
    guard inside == room else {
      Notice.draw("too small for a picture", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let caption: String
    if let layout {
      let choice = WiringChoice(state, strengths, rows: plot.rows)
      WiringDiagram(state: state, strengths: strengths, layout: layout, choice: choice).draw(on: &grid)
      caption = words.caption(hidden: choice.hiddenCount)
    } else {
      WiringMatrix(state: state, strengths: strengths).draw(in: plot, on: &grid)
      caption = words.matrixCaption
    }
    let lines = captionRows == 2 ? [words.selection, [TextRun(caption, .label)]] : [words.selection]
    for (row, line) in lines.prefix(captionRows).enumerated() {
      grid.draw(
        line, x: inside.x, y: plot.maxY + row, width: inside.columns,
        ellipsis: state.glyphs.symbols.ellipsis)
    }
  }
}
