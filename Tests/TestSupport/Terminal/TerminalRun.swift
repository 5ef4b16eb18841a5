import Foundation

/// A program in a terminal, started by a plain shell that notes the terminal's modes before and after: an interactive
/// one would tidy up behind it.
package struct TerminalRun {
  package let terminal: TmuxTerminal
  private let title: String
  private var before: URL { terminal.directory.appendingPathComponent("before") }
  private var after: URL { terminal.directory.appendingPathComponent("after") }

  /// - Parameter command: the command line, run by `sh` in the terminal's own directory.
  package init(
    _ command: String, columns: Int = 80, rows: Int = 24, type: String = "xterm-256color",
    environment: [String: String] = [:]
  ) throws {
    // Crash reports take seconds and are not what is tested.
    let variables = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { given, _ in given }
    terminal = try TmuxTerminal(columns: columns, rows: rows, type: type, environment: variables)
    title = try terminal.title()
    let script = """
      trap : INT QUIT
      cd '\(terminal.directory.path)'
      stty -g > '\(before.path)'
      \(command)
      status=$?
      stty -g > '\(after.path)'
      echo status=$status.
      """
    let file = terminal.directory.appendingPathComponent("run.sh")
    try Data(script.utf8).write(to: file)
    try terminal.enter("sh \(file.path)")
  }

  /// How a program left its terminal.
  package struct Ending {
    /// What is on the screen at the end.
    package let screen: String
    /// What is not as it was before: modes, cursor, the alternate screen, the mouse, the title. Empty where all is.
    package let changes: [String]
  }

  /// Waits until the program has ended with a status and the shell's prompt is back.
  package func finish(status: Int32) throws -> Ending {
    try terminal.wait(for: "status=\(status).")
    let screen = try terminal.waitForPrompt()
    let modes = try [before, after].map { try String(contentsOf: $0, encoding: .utf8) }
    var changes: [String] = []
    if modes[0] != modes[1] { changes.append("modes before: \(modes[0])after: \(modes[1])") }
    if try !terminal.isCursorVisible() { changes.append("the cursor is hidden") }
    if try terminal.isAlternateScreen() { changes.append("the alternate screen is on") }
    if try terminal.isMouseReported() { changes.append("the mouse is reported") }
    if try terminal.title() != title { changes.append("the title is \(try terminal.title())") }
    return Ending(screen: screen, changes: changes)
  }
}
