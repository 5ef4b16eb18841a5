import Screen
import Telemetry
import Text

/// The words around the picture of the wiring.
struct WiringWords {
  let state: DashboardState
  let strengths: SynapseStrengths

  private var words: SynapseWords { state.description.model.words }

  var title: String {
    let count = state.description.model.synapses.count
    let readings =
      strengths.hasReadings ? "\(words.contribution) \(state.readingsMoment)" : "no readings"
    return "\(NumberText.grouped(count)) synapses, \(readings)"
  }

  /// How signs are drawn.
  func legend(isMatrix: Bool) -> [TextRun] {
    if isMatrix {
      guard strengths.hasReadings else { return [] }
      let limit = NumberText.short(Double(strengths.largest))
      return [TextRun("-\(limit) ", .label)] + WiringMatrix.scale(strengths).legend(glyphs: state.glyphs)
        + [TextRun(" +\(limit)", .label)]
    }
    let symbols = state.glyphs.symbols
    return [
      TextRun(symbols.solid, WiringDiagram.style(isNegative: false)), TextRun(" \(words.positive)  ", .label),
      TextRun(symbols.dashed, WiringDiagram.style(isNegative: true)), TextRun(" \(words.negative)", .label),
    ]
  }

  /// What the picture leaves out.
  func caption(hidden: Int) -> String {
    let limit = NumberText.short(state.stateLimit)
    let shades = "shade: state at \(state.momentText ?? "the end"), full at +-\(limit)"
    return hidden == 0 ? shades + keys : "\(NumberText.grouped(hidden)) weaker not drawn; \(shades)" + keys
  }

  var matrixCaption: String {
    "columns: sources; rows: targets; layer by layer" + keys
  }

  /// The key that selects a synapse, until one is selected.
  private var keys: String {
    state.mode == .live && state.selectedSynapse == nil ? "; a selects a synapse" : ""
  }

  /// The selected synapse, or the selected neuron and its strongest synapses in and out, as one line.
  var selection: [TextRun] { state.selectedSynapse.map(line(ofSynapse:)) ?? neuronLine }

  /// `inter 4 to motor 0  weight 0.83 exc  current -0.21  X cuts it`
  private func line(ofSynapse index: Int) -> [TextRun] {
    let isCut = state.cutSynapses.contains(index)
    let name = "\(state.glyphs.symbols.selected)\(state.synapseName(index))"
    var runs = [TextRun(name, isCut ? ProbeChart.perturbedStyle : Style(.focus, bold: true))]
    let weight = strengths.weight(index)
    if !weight.isNaN {
      runs += [
        TextRun("  \(words.strength) ", .label), TextRun(NumberText.short(Double(weight.magnitude)), .value),
        TextRun(
          " \(weight < 0 ? words.negative : words.positive)", WiringDiagram.style(isNegative: weight < 0)),
      ]
    }
    let current = strengths.current(index)
    if isCut {
      runs.append(TextRun("  \(state.glyphs.symbols.notFinite) cut", ProbeChart.perturbedStyle))
    } else if !current.isNaN {
      runs += [
        TextRun("  \(words.contribution) ", .label), TextRun(NumberText.signed(Double(current)), .value),
      ]
    }
    guard state.mode == .live else { return runs }
    return runs + [TextRun("  X", .focus), TextRun(isCut ? " restores it" : " cuts it", .label)]
  }

  private var neuronLine: [TextRun] {
    let neuron = state.selectedNeuron
    guard neuron < state.neuronCount else { return [] }
    let value = NumberText.signed(Double(state.momentState(ofNeuron: neuron)))
    let name = TextRun(
      "\(state.glyphs.symbols.selected)\(state.neuronName(neuron))", Style(.focus, bold: true))
    return [name, TextRun(" \(value)", .value)]
      + list(" in", state.connections.incoming[neuron], isIncoming: true)
      + list(" out", state.connections.outgoing[neuron], isIncoming: false)
  }

  private func list(_ label: String, _ synapses: [Int], isIncoming: Bool) -> [TextRun] {
    var runs = [TextRun(" \(label) \(synapses.count):", .label)]
    for index in strengths.sorted(synapses).prefix(2) {
      let synapse = state.description.model.synapses[index]
      let partner =
        !isIncoming
        ? state.neuronName(synapse.target)
        : synapse.isSensory ? state.channelName(synapse.source) : state.neuronName(synapse.source)
      let current = strengths.current(index)
      runs.append(TextRun(" \(truncated(partner, to: 12, ellipsis: state.glyphs.symbols.ellipsis))", .value))
      guard !current.isNaN else { continue }
      runs.append(
        TextRun(
          " " + NumberText.signed(Double(current)),
          WiringDiagram.style(isNegative: strengths.isNegative(index))))
    }
    return runs
  }
}

/// The weights and currents of the synapses at the moment shown.
struct SynapseStrengths {
  private let currents: [Float]
  private let weights: [Float]
  /// The largest finite magnitude of a current; 0 where there is none.
  let largest: Float

  init(_ state: DashboardState) {
    let readings = state.frame?.probe.synapses
    currents = readings?.currents ?? []
    weights = readings?.weights ?? []
    largest = currents.reduce(0) { $0.maximumFinite($1.magnitude) }
  }

  var hasReadings: Bool { !currents.isEmpty }

  /// The current of a synapse; NaN where it was not read.
  func current(_ index: Int) -> Float { currents.indices.contains(index) ? currents[index] : .nan }

  /// NaN where it was not read.
  func weight(_ index: Int) -> Float { weights.indices.contains(index) ? weights[index] : .nan }

  /// The magnitude of a synapse's current as a share of the largest; 0 where it was not read.
  func share(_ index: Int) -> Float {
    let size = current(index).magnitude
    return largest > 0 && size.isFinite ? size / largest : 0
  }

  /// True where the synapse inhibits its target.
  func isNegative(_ index: Int) -> Bool {
    weights.indices.contains(index) ? weights[index] < 0 : current(index) < 0
  }

  /// Synapses by falling magnitude of the current, those that were not read last, ties in order.
  func sorted(_ synapses: [Int]) -> [Int] {
    let keyed = synapses.map { index in
      let size = current(index).magnitude
      return (index: index, size: size.isNaN ? -1 : size)
    }
    return keyed.sorted { ($1.size, $0.index) < ($0.size, $1.index) }.map(\.index)
  }
}
