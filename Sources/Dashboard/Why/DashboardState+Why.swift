import Screen
import Telemetry

/// One part of an answer: what an input or a neuron contributed.
struct AnswerPart: Sendable, Hashable {
  /// An input channel or a neuron.
  var index: Int
  var value: Float
  /// True for what the inputs of the step itself contributed past the neurons' states: all of them together.
  var isDirect = false

  /// The largest magnitude first, NaN last, ties in order.
  fileprivate static func sorted(_ parts: [AnswerPart]) -> [AnswerPart] {
    let sizes = parts.map { $0.value.isNaN ? -1 : $0.value.magnitude }
    return parts.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.map { parts[$0] }
  }

  static func sum(_ parts: some Sequence<AnswerPart>) -> Double { parts.reduce(0) { $0 + Double($1.value) } }
}

// What Why shows of the explanation. Nothing here relies on the widths of its arrays.
extension DashboardState {
  var explanation: Explanation? { frame?.probe.explanation }

  /// What each input contributed, the largest first.
  var inputParts: [AnswerPart] {
    let parts = explanation?.inputParts ?? []
    return AnswerPart.sorted(parts.prefix(channelCount).enumerated().map { AnswerPart(index: $0, value: $1) })
  }

  /// What each neuron contributed, the largest first, with one part for the inputs of the step itself.
  var neuronParts: [AnswerPart] {
    guard let explanation else { return [] }
    let neurons = explanation.neuronParts.prefix(neuronCount).enumerated().map {
      AnswerPart(index: $0, value: $1)
    }
    let direct = explanation.directParts
    guard !direct.isEmpty else { return AnswerPart.sorted(neurons) }
    return AnswerPart.sorted(neurons + [AnswerPart(index: 0, value: direct.reduce(0, +), isDirect: true)])
  }

  /// What becomes of the answer when something is held, the largest change first.
  var effects: [InterventionEffect] {
    let effects = explanation?.details?.effects ?? []
    let sizes = effects.map { $0.change.isNaN ? -1 : $0.change.magnitude }
    return effects.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.map { effects[$0] }
  }

  /// The explained step, counted from 0; 0 where there is none.
  var explainedStep: Int {
    let last = max(0, (frame?.probe.nominal.stepCount ?? 0) - 1)
    return min(max(0, explanation?.step ?? last), last)
  }

  /// A forecast may be of classes, too.
  var isClassification: Bool {
    description.task.kind == "classification" || description.task.lossName == "cross-entropy"
  }

  /// What stands in place of details that there are none of.
  var missingDetails: String {
    mode == .live
      ? "measured while this view is open: it comes with the next frame"
      : "not recorded: lnn-top explain RUN measures it"
  }

  /// What stands in place of an explanation that there is none of, and what to do.
  var missingExplanation: String {
    if isStream { return "a live stream is not explained" }
    guard frame != nil else { return waiting }
    return mode == .live
      ? "no explanation yet: it comes with one of the next frames"
      : "no explanation was recorded: lnn-top explain RUN computes it"
  }
}

// The keys of Why.
extension DashboardState {
  /// The matrix on the screen: the chosen one, or the first where the cell does not have it.
  var shownMatrix: WhyState.Matrix {
    let hasModulation = explanation?.details?.modulation.isEmpty == false
    return why.matrix == .modulation && !hasModulation ? .intrinsic : why.matrix
  }

  /// Shows the next of A, C and B; where the screen has room for the matrix or the effects, those too.
  mutating func nextMatrix() -> [Effect] {
    guard WhyView.showsBoth(self) || why.showsMatrix else {
      why.showsMatrix = true
      why.matrix = .intrinsic
      panels.focused = .matrix
      return []
    }
    let hasModulation = explanation?.details?.modulation.isEmpty == false
    let all = WhyState.Matrix.allCases.filter { $0 != .modulation || hasModulation }
    let next = (all.firstIndex(of: why.matrix) ?? 0) + 1
    why.matrix = all[next % all.count]
    panels.focused = .matrix
    if next >= all.count, !WhyView.showsBoth(self) {
      why.showsMatrix = false
      panels.focused = .heldEffects
    }
    return []
  }

  /// Moves the selected column of the matrix: an input channel, or the neuron that acts on others.
  mutating func moveColumn(by offset: Int) -> [Effect] {
    guard shownMatrix == .intrinsic, panels.focused == .matrix else { return selectChannel(by: offset) }
    let order = LayerOrder(description.model).neurons
    guard !order.isEmpty else { return [] }
    let place = order.firstIndex(of: why.sourceNeuron) ?? 0
    why.sourceNeuron = order[((place + offset) % order.count + order.count) % order.count]
    return []
  }

  /// Explains another output; of a classification one choice is the class that was answered.
  mutating func explainOutput(by offset: Int) -> [Effect] {
    let count = description.task.outputNames.count
    guard count > 1 else { return showMessage("there is no other output to explain") }
    guard !hasEnded else { return showMessage(Self.endedText) }
    let choices: [Int?] = [nil] + ((isClassification ? 0 : 1)..<count).map(Optional.some)
    let place = choices.firstIndex(of: why.output) ?? 0
    why.output = choices[((place + offset) % choices.count + choices.count) % choices.count]
    let isAnswered = isClassification && why.output == nil
    showMessage("explaining \(isAnswered ? "the class that was answered" : outputName(why.output ?? 0))")
    return [.send(.explainOutput(why.output))]
  }

  /// Selects a row of the effects, and what it is the effect of.
  mutating func selectEffect(_ row: Int) {
    let effects = effects
    guard effects.indices.contains(row) else { return }
    why.effect = row
    switch effects[row].target {
    case .input(let channel):
      if description.task.inputNames.indices.contains(channel) { selectedChannel = channel }
    case .neuron(let neuron):
      if description.model.neurons.indices.contains(neuron) { selectNeuron(neuron) }
    }
  }
}
