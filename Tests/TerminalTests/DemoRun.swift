import Foundation
import Glibc
import TestSupport
import Testing

/// The demo program in a terminal.
struct DemoRun {
  static let demo = ChildProcess.path(ofProduct: "terminal-demo")

  private let run: TerminalRun
  var terminal: TmuxTerminal { run.terminal }

  /// - Parameter command: The command line, the demo's path in place of `DEMO`.
  init(
    _ command: String = "DEMO", columns: Int = 80, rows: Int = 24, type: String = "xterm-256color",
    environment: [String: String] = [:]
  ) throws {
    run = try TerminalRun(
      command.replacingOccurrences(of: "DEMO", with: Self.demo), columns: columns, rows: rows, type: type,
      environment: environment)
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
    let ending = try run.finish(status: status)
    #expect(ending.changes.isEmpty, sourceLocation: location)
    return ending.screen
  }
}
