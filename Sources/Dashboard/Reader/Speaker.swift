import Screen
import Telemetry
import Text

/// Puts what changes on the dashboard into lines for a screen reader: the state of the run, what a key did, what is
/// selected, how the loss goes. It is for lines what `render` is for screens: it is told the state, and reads no clock.
public struct Speaker: Sendable {
  /// The fewest seconds between two lines about the loss: people listen more slowly than networks learn.
  private static let leastPause = 5.0
  /// A loss that moved by this share since it was said last has changed.
  private static let noticeableChange = 0.1

  /// What was said last, so that nothing is said twice.
  private struct Said: Equatable {
    var word = ""
    var message: StatusMessage?
    var prompt: String?
    var view: ViewKind?
    var neuron: Int?
    var isDetailOpen = false
    var channel: Int?
    var synapse: Int?
    var run: String?
    var inForce: [String] = []
    var isHelpOpen = false
  }

  private var said = Said()
  private var hasBegun = false
  /// The epoch, loss and moment of the last line about the loss.
  private var progress: (epoch: Int?, loss: Double, moment: Double)?

  /// A speaker that has said nothing yet.
  public init() {}

  /// The lines that a change of the state is worth; most changes are worth none.
  public mutating func lines(_ state: DashboardState) -> [String] {
    var lines: [String] = []
    if !hasBegun {
      hasBegun = true
      lines.append(SpokenWords.introduction(state))
      // What is so from the beginning is told where the person asks.
      said = Self.present(state)
      said.word = ""
    }
    let now = Self.present(state)
    let hasJustEnded = now.word != said.word && (state.hasEnded || state.outcome != nil)
    if now.word != said.word { lines.append(now.word) }
    let message = now.message.flatMap { $0 == said.message ? nil : $0.text }
    if let message { lines.append(message) }
    lines += changes(to: now, state)
    // A message has said which of them it was.
    if now.inForce != said.inForce, message == nil {
      lines.append(
        now.inForce.isEmpty ? "nothing in force" : "in force: " + now.inForce.joined(separator: ", "))
    }
    said = now
    if hasJustEnded {
      lines.append(SpokenWords.progress(state))
    } else if isProgressDue(state) {
      lines.append(SpokenWords.progress(state))
      let latest = state.history.latest
      progress = (latest?.epoch, latest?.loss ?? .nan, state.now)
    }
    return lines.map { $0.sanitized }
  }

  /// Everything that a person would see at a glance, for whoever asks.
  public func summary(_ state: DashboardState) -> [String] {
    var lines = [StateWord(state).text.lowercased(), SpokenWords.progress(state), SpokenWords.view(state)]
    if state.neuronCount > 0 { lines.append(SpokenWords.neuron(state)) }
    if state.channelCount > 0 { lines.append(SpokenWords.channel(state)) }
    let inForce = SpokenWords.inForce(state)
    if !inForce.isEmpty { lines.append("in force: " + inForce.joined(separator: ", ")) }
    return lines.map { $0.sanitized }
  }

  private static func present(_ state: DashboardState) -> Said {
    Said(
      word: StateWord(state).text.lowercased(), message: state.message, prompt: SpokenWords.prompt(state),
      view: state.view, neuron: state.selectedNeuron, isDetailOpen: state.isDetailOpen,
      channel: state.selectedChannel, synapse: state.selectedSynapse, run: state.runList.selectedPath,
      inForce: SpokenWords.inForce(state), isHelpOpen: state.help != nil)
  }

  private func changes(to now: Said, _ state: DashboardState) -> [String] {
    var lines: [String] = []
    if now.isHelpOpen, !said.isHelpOpen { lines += SpokenWords.help(state) }
    if now.view != said.view { lines.append(SpokenWords.view(state)) }
    if let prompt = now.prompt, prompt != said.prompt { lines.append(prompt) }
    if now.neuron != said.neuron { lines.append(SpokenWords.neuron(state)) }
    if now.isDetailOpen, !said.isDetailOpen { lines.append(SpokenWords.detail(state)) }
    if now.synapse != said.synapse, let synapse = now.synapse { lines.append(state.synapseName(synapse)) }
    if now.channel != said.channel { lines.append(SpokenWords.channel(state)) }
    if state.view == .runs, now.run != said.run || said.view != .runs, let run = state.runList.selected {
      lines.append(SpokenWords.run(run))
    }
    return lines
  }

  /// Each epoch, and within one where the loss has changed, but no more often than a person can listen.
  private func isProgressDue(_ state: DashboardState) -> Bool {
    guard let latest = state.history.latest, !state.isPaused, !state.hasEnded else { return false }
    guard let progress else { return true }
    guard state.now - progress.moment >= Self.leastPause else { return false }
    if latest.epoch != progress.epoch { return true }
    return !((latest.loss - progress.loss).magnitude <= Self.noticeableChange * progress.loss.magnitude)
  }
}
