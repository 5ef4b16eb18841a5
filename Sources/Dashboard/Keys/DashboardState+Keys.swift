import Screen
import Telemetry
import Text

extension DashboardState {
  /// What a key does: text entry first, then the key table.
  mutating func handle(_ key: KeyEvent) -> [Effect] {
    if let effects = handleText(key) { return effects }
    guard let binding = KeyTable.binding(for: key, in: mode, view: view, isStream: isStream) else {
      return explainMissing(key)
    }
    guard help != nil else { return binding.action(&self) }
    // In a page of text q means "enough of this page", not "end the training".
    guard key != .character("q") else { return stepOut() }
    return binding.worksInHelp ? binding.action(&self) : []
  }

  private mutating func explainMissing(_ key: KeyEvent) -> [Effect] {
    guard help == nil, let binding = KeyTable.bindingElsewhere(for: key) else { return [] }
    let label = binding.label
    guard binding.applies(toStream: isStream) else {
      let text = isStream ? "a live stream has no use for \(label)" : "\(label) works in a live stream"
      return showMessage(text, isWarning: true)
    }
    switch (binding.scope, mode) {
    case (.live, .replay):
      return showMessage("a replay shows what was recorded: \(label) needs a live run", isWarning: true)
    case (.live, .attached):
      return showMessage("this run belongs to another process: \(label) works only there", isWarning: true)
    case (.replay, _):
      return showMessage("\(label) works in a replay", isWarning: true)
    default:
      guard let view = binding.view else { return [] }
      return showMessage("\(label) works in \(view.title) (\(view.rawValue))", isWarning: true)
    }
  }
}

// Typing: the search in help, a note, and the filters of the lists of runs and neurons.
extension DashboardState {
  /// Handles a key while text is typed; nil where none is, or where the key does not edit text.
  private mutating func handleText(_ key: KeyEvent) -> [Effect]? {
    if help?.isSearching == true {
      guard var search = help?.search, let change = Self.edit(&search, key) else { return nil }
      help?.search = search
      help?.scroll = 0
      if change == .ended { help?.isSearching = false }
      return []
    }
    if let effects = handleNote(key) { return effects }
    if runList.isEditingFilter {
      guard let change = Self.edit(&runList.filter, key) else { return nil }
      if change == .ended { runList.isEditingFilter = false }
      runList.updateOrder()
      return []
    }
    if sweepList.isEditingFilter {
      guard let change = Self.edit(&sweepList.filter, key) else { return nil }
      if change == .ended { sweepList.isEditingFilter = false }
      sweepList.updateOrder()
      return []
    }
    guard neuronList.isEditingFilter, let change = Self.edit(&neuronList.filter, key) else { return nil }
    if change == .ended { neuronList.isEditingFilter = false }
    updateNeuronOrder()
    return []
  }

  /// Inserts pasted text where text is typed. Elsewhere it does nothing: its letters are no keys.
  mutating func paste(_ text: String) -> [Effect] {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("\t", with: " ")
    var effects: [Effect] = []
    for character in line.prefix(Self.maximumLength) {
      guard let more = handleText(.character(character)) else {
        return showMessage("what was pasted is ignored: no text is being typed here")
      }
      effects += more
    }
    return effects
  }

  mutating func beginNote() -> [Effect] {
    guard !hasEnded else { return showMessage("the run has ended: it takes no more notes", isWarning: true) }
    guard !isUnrecorded else {
      return showMessage("the run is not recorded any more: a note would be lost", isWarning: true)
    }
    noteEntry = ""
    return []
  }

  /// Enter sends what was typed; Esc and an empty line discard it.
  private mutating func handleNote(_ key: KeyEvent) -> [Effect]? {
    guard var note = noteEntry, let change = Self.edit(&note, key) else { return nil }
    noteEntry = change == .ended ? nil : note
    let isBlank = note.allSatisfy { $0 == " " }
    guard change == .ended, !isBlank else { return [] }
    showMessage("noted: \(note)")
    return [.send(.note(note))]
  }

  private enum TextChange {
    case edited
    case ended
  }

  /// The longest text worth typing.
  private static let maximumLength = 60

  private static func edit(_ text: inout String, _ key: KeyEvent) -> TextChange? {
    switch key {
    case .character(let character):
      // Typed text is data like any other: nothing in it may steer the terminal.
      if text.count < maximumLength {
        text.unicodeScalars.append(contentsOf: character.unicodeScalars.filter { !$0.steersTerminal })
      }
      return .edited
    case .backspace, .delete:
      guard !text.isEmpty else { return .ended }
      text.removeLast()
      return .edited
    case .control("u"):
      text = ""
      return .edited
    case .enter:
      return .ended
    case .escape:
      text = ""
      return .ended
    default:
      return nil
    }
  }
}
