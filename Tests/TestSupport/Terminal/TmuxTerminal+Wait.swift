import Foundation

extension TmuxTerminal {
  /// Reads the screen again and again until it is as expected, and returns it.
  ///
  /// - Parameter what: What is waited for, for the failure's message.
  @discardableResult
  package func wait(
    until what: String, _ isExpected: (String) throws -> Bool
  ) throws -> String {
    var screen = ""
    let isSeen = try waitUntil(pause: 20) {
      screen = try self.screen()
      return try isExpected(screen)
    }
    guard isSeen else { throw TmuxError.neverHappened(what, screen: screen) }
    return screen
  }

  /// Waits until a text is on the screen.
  @discardableResult
  package func wait(for text: String) throws -> String {
    try wait(until: "\"\(text)\"") { $0.contains(text) }
  }

  /// Waits until a program has given the terminal back and the shell's prompt is the last thing on the screen.
  @discardableResult
  package func waitForPrompt() throws -> String {
    try wait(until: "the prompt") { screen in
      let last = screen.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) } ?? ""
      return try last.trimmingCharacters(in: .whitespaces).hasSuffix(Self.prompt) && !isAlternateScreen()
    }
  }

  /// Runs a command whose output goes to a file, and returns what it wrote.
  package func outputOfCommand(_ command: String) throws -> String {
    let file = directory.appendingPathComponent("output-\(UUID().uuidString)")
    try enter("clear; { \(command); } > '\(file.path)' 2>&1; echo done-$?-done")
    try wait(until: "the end of \(command)") { $0.contains(/done-\d+-done/) }
    return try String(contentsOf: file, encoding: .utf8)
  }
}

/// Why a test's terminal cannot go on.
package enum TmuxError: Error, CustomStringConvertible {
  case notInstalled
  case neverHappened(String, screen: String)

  package var description: String {
    switch self {
    case .notInstalled: "tmux is not installed"
    case .neverHappened(let what, let screen): "waited in vain for \(what); the screen shows:\n\(screen)"
    }
  }
}
