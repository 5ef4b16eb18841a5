import Screen

/// The keys that a line of typed text stands for: the name of a key, else each character by itself.
public enum TypedKeys {
  private static let named: [String: KeyEvent] = [
    "space": " ", "enter": .enter, "esc": .escape, "escape": .escape, "tab": .tab, "shift-tab": .backTab,
    "up": .up, "down": .down, "left": .left, "right": .right, "shift-left": .shiftLeft,
    "shift-right": .shiftRight, "home": .home, "end": .end, "pgup": .pageUp, "pgdn": .pageDown,
    "del": .delete, "f1": .function(1), "ctrl-c": .control("c"), "ctrl-z": .control("z"),
    "ctrl-l": .control("l"),
  ]

  /// The keys of a line without its end. Names are those of the help, in either case. Where the dashboard waits for text
  /// the line is that text, and its end the key that ends it.
  public static func keys(of line: String, in state: DashboardState) -> [KeyEvent] {
    let characters = line.map(KeyEvent.character)
    if SpokenWords.prompt(state) != nil { return characters + [.enter] }
    return named[line.lowercased()].map { [$0] } ?? characters
  }
}
