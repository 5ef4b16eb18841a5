import Screen
import Telemetry
import Text

extension PanelKind {
  public static let incoming = PanelKind("incoming", SynapsePanel(isIncoming: true))
  public static let outgoing = PanelKind("outgoing", SynapsePanel(isIncoming: false))
}

/// The synapses into or out of the selected neuron: strength, sign, and what each contributes, the largest first.
struct SynapsePanel: DashboardPanel {
  let isIncoming: Bool

  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard state.selectedNeuron < state.neuronCount else {
      painter.notice("no neurons", in: painter.rect)
      return
    }
    let words = state.description.model.words
    let strengths = SynapseStrengths(state)
    let synapses = state.listedSynapses(isIncoming: isIncoming)
    let cut = state.cutSynapses
    let title = (isIncoming ? "in from " : "out to ") + "\(synapses.count)"
    let readings =
      state.frame?.probe.synapses == nil ? "no readings" : "\(words.contribution) \(state.readingsMoment)"
    let inside = painter.frame(title, trailing: synapses.isEmpty ? [] : [TextRun(readings, .label)])
    guard !synapses.isEmpty else {
      painter.notice("no synapses", in: inside)
      return
    }
    let largest = synapses.map { strengths.current($0).magnitude }.filter(\.isFinite).max() ?? 0
    painter.draw(table(state, synapses, words, width: inside.columns), in: inside) { row, column, painter in
      let synapse = synapses[row]
      let current = strengths.current(synapse)
      if cut.contains(synapse), column != 1 {
        drawCut(column, partner(synapse, state), with: &painter)
      } else if column == 4 {
        let fraction = largest > 0 && current.isFinite ? Double(current.magnitude / largest) : 0
        Gauge(fraction: fraction, style: Style(current < 0 ? .error : .validation))
          .draw(in: painter.rect, with: &painter)
      } else {
        let partner = partner(synapse, state)
        drawText(column, partner, weight: strengths.weight(synapse), current, words, with: &painter)
      }
    }
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let synapses = state.listedSynapses(isIncoming: isIncoming)
    let inside = Panel.inside(rect)
    return table(state, synapses, state.description.model.words, width: inside.columns)
      .row(atY: y, in: inside).map { row in .select { $0.select(synapse: synapses[row]) } }
  }

  private func table(
    _ state: DashboardState, _ synapses: [Int], _ words: SynapseWords, width: Int
  ) -> TableView {
    TableView(
      columns: columns(words, width: width), rowCount: synapses.count,
      selected: state.selectedSynapse.flatMap(synapses.firstIndex), firstRow: state.detailScroll,
      followsSelection: state.panels.showsSelectedSynapse)
  }

  /// What stands for a synapse that is cut: it has a weight, but carries nothing.
  private func drawCut(_ column: Int, _ partner: String, with painter: inout Painter) {
    let texts = [0: partner, 2: String(painter.symbols.notFinite), 3: "cut"]
    guard let text = texts[column] else { return }
    let rect = painter.rect
    painter.draw(
      text, x: rect.x, y: rect.y, width: rect.columns, style: ProbeChart.perturbedStyle,
      alignment: column == 3 ? .trailing : .leading)
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) { state.scrollSynapses(by: rows) }

  private func columns(_ words: SynapseWords, width: Int) -> [TableView.Column] {
    [
      .init(isIncoming ? "from" : "to", .minimum(6, weight: 1)),
      .init(words.strength, .fixed(7), alignment: .trailing),
      .init("+/-", .fixed(3)),
      .init(words.contribution, .fixed(8), alignment: .trailing),
      .init("", width >= 40 ? .minimum(6, weight: 1) : .fixed(0)),
    ]
  }

  private func drawText(
    _ column: Int, _ partner: String, weight: Float, _ current: Float, _ words: SynapseWords,
    with painter: inout Painter
  ) {
    let rect = painter.rect
    func text(_ text: String, _ style: Style, _ alignment: Alignment = .leading) {
      painter.draw(text, x: rect.x, y: rect.y, width: rect.columns, style: style, alignment: alignment)
    }
    switch column {
    case 0: text(partner, Style(.bright))
    case 1 where !weight.isNaN: text(NumberText.short(Double(weight.magnitude)), Style(.value), .trailing)
    case 2 where !weight.isNaN:
      text(weight < 0 ? words.negative : words.positive, Style(weight < 0 ? .error : .validation))
    case 3 where !current.isNaN: text(NumberText.signed(Double(current)), Style(.value), .trailing)
    default: break
    }
  }

  private func partner(_ index: Int, _ state: DashboardState) -> String {
    let synapse = state.description.model.synapses[index]
    guard isIncoming else { return state.neuronName(synapse.target) }
    return synapse.isSensory ? state.channelName(synapse.source) : state.neuronName(synapse.source)
  }
}
