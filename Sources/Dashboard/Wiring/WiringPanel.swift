import Screen
import Telemetry

extension PanelKind {
  public static let wiring = PanelKind("wiring", WiringPanel())
}

/// The network as a picture: layers and the synapses between them, or where these are too many a matrix.
struct WiringPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard state.neuronCount > 0 else {
      painter.notice("no neurons", in: painter.frame("wiring"))
      return
    }
    let strengths = SynapseStrengths(state)
    // The last two rows are for words: what is drawn, and the selected neuron's strongest synapses.
    let room = painter.rect.inset()
    let captionRows = room.rows >= 10 ? 2 : room.rows >= 5 ? 1 : 0
    let plot = room.top(room.rows - captionRows)
    let layout = WiringLayout(state, in: plot)
    let words = WiringWords(state: state, strengths: strengths)
    let inside = painter.frame(words.title, trailing: words.legend(isMatrix: layout == nil))
    guard inside == room else {
      painter.notice("too small for a picture", in: inside)
      return
    }
    let caption: String
    if let layout {
      let choice = WiringChoice(state, strengths, rows: plot.rows)
      WiringDiagram(state: state, strengths: strengths, layout: layout, choice: choice).draw(with: &painter)
      caption = words.caption(hidden: choice.hiddenCount)
    } else {
      WiringMatrix(state: state, strengths: strengths).draw(in: plot, with: &painter)
      caption = words.matrixCaption
    }
    let lines = captionRows == 2 ? [words.selection, [TextRun(caption, .label)]] : [words.selection]
    for (row, line) in lines.prefix(captionRows).enumerated() {
      painter.draw(line, x: inside.x, y: plot.maxY + row, width: inside.columns)
    }
  }
}
