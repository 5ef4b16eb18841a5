import Screen
import Telemetry

/// Why the network answered as it did at the time cursor: the answer as a sum of parts, by input, by neuron and by how long
/// ago, the matrices of the network there, and what becomes of the answer when something is held.
struct WhyView: DashboardView {
  let title = "Why"
  let help = "why: what the answer at the time cursor is made of"
  let mainPanel: PanelKind? = .neuronParts

  /// Columns from which panels go side by side.
  private static let wideColumns = 72
  /// With fewer rows a panel shows nothing worth seeing.
  private static let leastRows = 5
  /// Rows below the answer from which the matrix and the effects both have room.
  private static let roomyRows = 26

  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace] {
    guard state.explanation != nil, body.rows >= AnswerPanel.leastRows + Self.leastRows else {
      return [(.answer, body)]
    }
    let answerRows = body.rows >= Self.roomyRows ? AnswerPanel.mostRows : AnswerPanel.leastRows
    let rest = body.dropTop(answerRows)
    let answer: PanelPlace = (.answer, body.top(answerRows))
    return [answer] + (rest.columns >= Self.wideColumns ? wide(state, rest) : narrow(state, rest))
  }

  /// Whether the matrix and the effects are both on the screen, so that no key has to switch between them.
  static func showsBoth(_ state: DashboardState) -> Bool {
    let shown = state.arrangedPanels
    return shown.contains(.matrix) && shown.contains(.heldEffects)
  }

  /// What says which steps the answer is made of: of a text its words.
  private static func pastPanel(_ state: DashboardState) -> PanelKind {
    ProbeText(state, in: .textParts) == nil ? .lags : .textParts
  }

  private func wide(_ state: DashboardState, _ rest: Rect) -> [PanelPlace] {
    let sides = rest.split(.horizontal, [.weight(1), .weight(1)])
    let isRoomy = rest.rows >= Self.roomyRows
    let most = isRoomy ? rest.rows / 3 : rest.rows / 2
    // With the frame and the sum.
    let inputRows = min(state.channelCount + 3, most)
    let past = Self.pastPanel(state)
    let pastRows = past == .textParts ? most : min(state.channelCount + 3, most)
    let left = sides[0].split(
      .vertical,
      isRoomy ? [.fixed(inputRows), .fixed(pastRows), .weight(1)] : [.fixed(inputRows), .weight(1)])
    let right = sides[1].split(.vertical, [.weight(1), .weight(1)])
    let second: PanelKind = isRoomy || !state.why.showsMatrix ? .heldEffects : .matrix
    return [(.inputParts, left[0]), (.neuronParts, right[0]), (past, left[1])]
      + (isRoomy ? [(.matrix, left[2])] : []) + [(second, right[1])]
  }

  private func narrow(_ state: DashboardState, _ rest: Rect) -> [PanelPlace] {
    // What was asked for comes first where there is room for little.
    let past = Self.pastPanel(state)
    let all: [PanelKind] =
      state.why.showsMatrix
      ? [.matrix, .inputParts, .neuronParts, past] : [.inputParts, .neuronParts, .heldEffects, past]
    let kinds = all.prefix(max(1, rest.rows / Self.leastRows))
    let places = rest.split(.vertical, kinds.map { _ in .weight(1) })
    return zip(kinds, places).map { ($0, $1) }
  }

  func move(_ state: inout DashboardState, _ move: ListMove) {
    switch state.panels.focused {
    case .inputParts, .lags:
      state.why.inputScroll.isFree = false
      let order = state.inputParts.map(\.index)
      let place = order.firstIndex(of: state.selectedChannel) ?? 0
      guard !order.isEmpty else { return }
      state.selectedChannel = order[move.from(place, count: order.count, page: state.pageRows)]
    case .heldEffects:
      state.why.effectScroll.isFree = false
      state.selectEffect(move.from(state.why.effect, count: state.effects.count, page: state.pageRows))
    case .matrix:
      state.why.matrixScroll.isFree = false
      state.moveNeuron(move, in: LayerOrder(state.description.model).neurons)
    default:
      state.why.neuronScroll.isFree = false
      state.moveNeuron(move, in: state.neuronParts.compactMap { $0.isDirect ? nil : $0.index })
    }
  }
}

/// What a person chose in Why, and how its lists are scrolled.
public struct WhyState: Sendable, Hashable {
  /// What a matrix is of.
  public enum Matrix: Sendable, Hashable, CaseIterable {
    /// A: each neuron's derivative by each neuron's state.
    case intrinsic
    /// C: the same by each input.
    case inputs
    /// B: how each input changes a neuron's own leak.
    case modulation
  }

  public internal(set) var matrix = Matrix.intrinsic
  /// Whether a screen without room for both shows the matrix rather than the effects.
  public internal(set) var showsMatrix = false
  /// The output that was asked for; nil: what the network's worker chooses.
  public internal(set) var output: Int?
  /// The neuron whose column of the matrix A is selected.
  public internal(set) var sourceNeuron = 0
  /// The selected row of the effects.
  public internal(set) var effect = 0
  // From the largest on, until a selection is moved.
  var inputScroll = ListScroll(isFree: true)
  var neuronScroll = ListScroll(isFree: true)
  var effectScroll = ListScroll(isFree: true)
  var matrixScroll = ListScroll()
}
