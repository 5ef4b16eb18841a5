import Screen

extension DashboardState {
  /// A key while text is typed; nil where none is, or where the key is not text's business.
  mutating func handleText(_ key: KeyEvent) -> [Effect]? {
    if help?.isSearching == true {
      guard var search = help?.search, let change = edit(&search, key) else { return nil }
      help?.search = search
      help?.scroll = 0
      if change == .ended { help?.isSearching = false }
      return []
    }
    if let effects = handleNote(key) { return effects }
    if runList.isEditingFilter {
      guard let change = edit(&runList.filter, key) else { return nil }
      if change == .ended { runList.isEditingFilter = false }
      runList.updateOrder()
      return []
    }
    guard neuronList.isEditingFilter else { return nil }
    var filter = neuronList.filter
    guard let change = edit(&filter, key) else { return nil }
    neuronList.filter = filter
    if change == .ended { neuronList.isEditingFilter = false }
    updateNeuronOrder()
    return []
  }

  mutating func beginNote() {
    guard !hasEnded else {
      say("the run has ended: it takes no more notes", isWarning: true)
      return
    }
    guard !isUnrecorded else {
      say("the run is not recorded any more: a note would be lost", isWarning: true)
      return
    }
    noteEntry = ""
  }

  /// Enter sends what was typed, Esc and an empty line drop it.
  private mutating func handleNote(_ key: KeyEvent) -> [Effect]? {
    guard var note = noteEntry, let change = edit(&note, key) else { return nil }
    noteEntry = change == .ended ? nil : note
    let isBlank = note.allSatisfy { $0 == " " }
    guard change == .ended, !isBlank else { return [] }
    say("noted: \(note)")
    return [.send(.note(note))]
  }

  private enum Change {
    case edited
    case ended
  }

  /// The longest text worth typing.
  private static let maximumLength = 60

  private func edit(_ text: inout String, _ key: KeyEvent) -> Change? {
    switch key {
    case .character(let character):
      // Typed text is data like any other: no control characters.
      if text.count < Self.maximumLength { text += sanitized(String(character)) }
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
