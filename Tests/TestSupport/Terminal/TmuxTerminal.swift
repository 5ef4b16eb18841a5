import Foundation
import Glibc

/// A terminal for tests: a shell in a tmux server of its own, whose screen is read and whose keys are pressed.
///
/// Nothing here sleeps for a fixed time; `wait(until:)` polls the screen for as long as `patience` says.
package final class TmuxTerminal {
  /// Where tmux is; nil where it is not installed.
  package static let executable: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    .split(separator: ":").map { "\($0)/tmux" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// For `.enabled(if:)`.
  package static var isAvailable: Bool { executable != nil }

  package static let prompt = "ready>"

  /// A directory of the test's own, removed with the terminal.
  package var directory: URL { folder.url }
  private let folder: TemporaryFolder
  private let tmux: String

  /// Starts a shell and waits for its prompt.
  ///
  /// - Parameters:
  ///   - type: TERM inside.
  ///   - environment: Variables to set for the shell.
  ///   - unset: Variables to remove from the shell's environment.
  package init(
    columns: Int = 80, rows: Int = 24, type: String = "xterm-256color", environment: [String: String] = [:],
    unset: [String] = []
  ) throws {
    guard let executable = Self.executable else { throw TmuxError.notInstalled }
    tmux = executable
    folder = try TemporaryFolder(prefix: "lt")
    let settings = """
      set -g default-terminal "\(type)"
      set -g status off
      set -s escape-time 0
      set -g remain-on-exit on
      """
    try Data(settings.utf8).write(to: directory.appendingPathComponent("tmux.conf"))
    let removed = (["NO_COLOR", "COLORTERM", "COLORFGBG", "LC_ALL", "LC_CTYPE"] + unset).flatMap {
      ["-u", $0]
    }
    // Nothing can be remembered there: whoever wants to see a first start names another place.
    let usual = ["LANG": "C.UTF-8", "PS1": "\(Self.prompt) ", "XDG_STATE_HOME": "/dev/null"]
    let variables = environment.merging(usual) { given, _ in given }
    try run(
      [
        "-f", directory.appendingPathComponent("tmux.conf").path, "new-session", "-d", "-x", "\(columns)",
        "-y", "\(rows)",
      ]
        + ["env"] + removed + variables.map { "\($0.key)=\($0.value)" } + ["bash", "--norc", "--noprofile"])
    try wait(until: "the prompt") { $0.contains(Self.prompt) }
  }

  deinit {
    _ = try? run(["kill-server"])
  }

  /// Presses keys by tmux's names (`S-Left`, `F1`, `C-c`, `Enter`) or as single characters.
  package func press(_ keys: String...) throws {
    try run(["send-keys"] + keys)
  }

  /// Types text as it is.
  package func type(_ text: String) throws {
    try run(["send-keys", "-l", text])
  }

  /// Types a command line and Enter.
  package func enter(_ line: String) throws {
    try type(line)
    try press("Enter")
  }

  /// - Parameter waiting: until the terminal tells programs the size; tmux takes its time for it, and leaves sizes out
  ///   that are changed again soon.
  package func resize(columns: Int, rows: Int, waiting: Bool = true) throws {
    try run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    guard waiting else { return }
    let device = open(try format("#{pane_tty}"), O_RDONLY | O_NOCTTY | O_CLOEXEC)
    defer { close(device) }
    var size = winsize()
    let isTold = waitUntil {
      ioctl(device, UInt(TIOCGWINSZ), &size) == 0 && Int(size.ws_col) == columns && Int(size.ws_row) == rows
    }
    guard isTold else { throw TmuxError.neverHappened("\(columns)x\(rows)", screen: try screen()) }
  }

  /// The screen as lines of text; trailing blanks are cut off.
  package func screen() throws -> String {
    try run(["capture-pane", "-p"])
  }

  /// What is on the screen with the sequences that colour it.
  package func styledScreen() throws -> String {
    try run(["capture-pane", "-p", "-e"])
  }

  /// From now on, copies what programs write to the terminal into a file.
  package func record(to file: URL) throws {
    try run(["pipe-pane", "cat > '\(file.path)'"])
  }

  /// True while a program has the alternate screen.
  package func isAlternateScreen() throws -> Bool {
    try format("#{alternate_on}") == "1"
  }

  package func isCursorVisible() throws -> Bool {
    try format("#{cursor_flag}") == "1"
  }

  /// True while a program has asked for the mouse.
  package func isMouseReported() throws -> Bool {
    try format("#{mouse_any_flag}#{mouse_button_flag}#{mouse_standard_flag}#{mouse_sgr_flag}").contains("1")
  }

  /// The title that a program has given the terminal.
  package func title() throws -> String { try format("#{pane_title}") }

  /// Sends bytes as a terminal does.
  package func send(bytes: String) throws {
    try run(["send-keys", "-H"] + bytes.utf8.map { String($0, radix: 16) })
  }

  /// Ends the terminal under the programs in it, as a closed window or a lost connection does.
  package func hangUp() throws {
    try run(["kill-server"])
  }

  private func format(_ format: String) throws -> String {
    try run(["display-message", "-p", format]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let socket = directory.appendingPathComponent("s").path
    return try ChildProcess.output(of: tmux, ["-u", "-S", socket] + arguments)
  }
}
