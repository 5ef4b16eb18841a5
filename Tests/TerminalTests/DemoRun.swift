import Foundation
import Glibc
import TestSupport
import Testing

/// The demo program in a terminal, started by a plain shell that notes the terminal's modes before and after: an
/// interactive one would tidy up behind it.
struct DemoRun {
  static let demo = ChildProcess.path(ofProduct: "terminal-demo")

  let terminal: TmuxTerminal
  private var before: URL { terminal.directory.appendingPathComponent("before") }
  private var after: URL { terminal.directory.appendingPathComponent("after") }

  /// - Parameter command: The command line, the demo's path in place of `DEMO`, the terminal's directory in place
  ///   of `DIR`.
  init(
    _ command: String = "DEMO", columns: Int = 80, rows: Int = 24, type: String = "xterm-256color",
    environment: [String: String] = [:]
  ) throws {
    // Crash reports take seconds and are not what is tested.
    let variables = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { given, _ in given }
    terminal = try TmuxTerminal(columns: columns, rows: rows, type: type, environment: variables)
    let commandLine = command.replacingOccurrences(of: "DEMO", with: Self.demo)
      .replacingOccurrences(of: "DIR", with: terminal.directory.path)
    let script = """
      trap : INT QUIT
      stty -a > '\(before.path)'
      \(commandLine)
      status=$?
      stty -a > '\(after.path)'
      echo status=$status.
      """
    let file = terminal.directory.appendingPathComponent("run.sh")
    try Data(script.utf8).write(to: file)
    try terminal.enter("sh \(file.path)")
  }

  /// Waits for the demo's first frame and returns its process.
  @discardableResult
  func start() throws -> pid_t {
    let screen = try terminal.wait(until: "the demo and its process") { $0.contains(/pid=\d+\s[^#]*#/) }
    return try #require(screen.firstMatch(of: /pid=(\d+)/).flatMap { pid_t($0.1) })
  }

  /// Waits for the end and checks that the terminal is as it was; returns what is on it.
  @discardableResult
  func finish(status: Int32, location: SourceLocation = #_sourceLocation) throws -> String {
    try terminal.wait(for: "status=\(status).")
    let screen = try terminal.waitForPrompt()
    let modes = try [before, after].map { try String(contentsOf: $0, encoding: .utf8) }
    #expect(modes[0] == modes[1], sourceLocation: location)
    #expect(try terminal.isCursorVisible(), sourceLocation: location)
    return screen
  }
}
