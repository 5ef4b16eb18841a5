import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct SessionTests {
  @Test
  func aSessionDrawsTheGrid() throws {
    let run = try DemoRun()
    try run.start()
    let lines = try run.terminal.screen().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("terminal-demo 80x24 palette256"))
    #expect(lines[2 + 12] == "timeConstant")
    #expect(lines[19] == "[\u{FFFD}[31m\u{FFFD}\u{FFFD}]")
    #expect(lines[20] == "e\u{301}|⡀█|   漢|")
    #expect(lines[23] == String(repeating: " ", count: 79) + "#")
    #expect(try run.terminal.isAlternateScreen())
  }

  @Test
  func aSessionReportsKeys() throws {
    let run = try DemoRun()
    try run.start()
    let expected = [
      ("a", "character(a)"), ("é", "character(é)"), ("漢", "character(漢)"), ("Up", "up"), ("Down", "down"),
      ("Left", "left"), ("Right", "right"), ("S-Left", "shiftLeft"), ("S-Right", "shiftRight"),
      ("BTab", "backTab"),
      ("Tab", "tab"), ("Enter", "enter"), ("Escape", "escape"), ("Home", "home"), ("End", "end"),
      ("PageUp", "pageUp"), ("PageDown", "pageDown"), ("F1", "function(1)"), ("F5", "function(5)"),
      ("BSpace", "backspace"), ("DC", "delete"), ("IC", "insert"), ("C-a", "control(a)"),
      ("C-l", "control(l)"),
    ]
    for (count, (key, name)) in expected.enumerated() {
      try run.terminal.press(key)
      let screen = try run.terminal.wait(for: "count: \(count + 1)\n")
      let last = screen.split(separator: "\n").first { $0.hasPrefix("last:") } ?? ""
      #expect(last.replacingOccurrences(of: "Screen.KeyEvent.", with: "").contains("key(\(name))"), "\(key)")
    }
  }

  @Test
  func aSessionFollowsTheTerminalToAnySize() throws {
    let run = try DemoRun()
    try run.start()
    for (columns, rows) in [(60, 10), (200, 50), (20, 5), (1, 1), (2, 1), (1, 30), (80, 24)] {
      try run.terminal.resize(columns: columns, rows: rows)
      try run.terminal.press("a")
      guard columns >= 20 else { continue }
      try run.terminal.wait(for: "\(columns)x\(rows)".prefix(columns - 14).description)
      try run.terminal.wait(until: "the last corner") { screen in
        screen.split(separator: "\n").last?.count == columns && screen.contains("#\n")
      }
    }
    try run.terminal.press("q")
    try run.finish(status: 0)
  }

  @Test
  func aSessionCanBeWokenFromAnotherThread() throws {
    let run = try DemoRun()
    try run.start()
    try run.terminal.press("w")
    try run.terminal.wait(for: "last: woken")
  }

  @Test
  func aSessionReadsKeysFromTheTerminalWhileStandardInputIsAPipe() throws {
    let run = try DemoRun("echo not a key | DEMO")
    try run.start()
    try run.terminal.press("a")
    try run.terminal.wait(for: "character(a)) count: 1")
    try run.terminal.press("q")
    try run.finish(status: 0)
  }

  @Test
  func aSessionStopsOnCtrlZAndComesBack() throws {
    let terminal = try TmuxTerminal()
    let before = try terminal.outputOfCommand("stty -a")
    try terminal.enter("clear; \(DemoRun.demo)")
    try terminal.wait(for: "last: none")
    try terminal.press("C-z")
    try terminal.wait(for: "Stopped")
    let screen = try terminal.waitForPrompt()
    #expect(!screen.contains("timeConstant"))
    #expect(try terminal.outputOfCommand("stty -a") == before)

    try terminal.resize(columns: 100, rows: 30)
    try terminal.enter("stty size; fg")
    try terminal.wait(until: "the demo in the new size") { $0.contains("100x30") && $0.contains("stale") }
    #expect(try terminal.isAlternateScreen())
    #expect(try !terminal.isCursorVisible())
    try terminal.press("a")
    try terminal.wait(for: "character(a))")
    try terminal.press("q")
    try terminal.waitForPrompt()
    #expect(try terminal.isCursorVisible())
  }

  @Test
  func aSessionContinuesAfterItWasStoppedFromOutside() throws {
    let terminal = try TmuxTerminal()
    try terminal.enter("clear; \(DemoRun.demo)")
    let screen = try terminal.wait(until: "the demo") { $0.contains(/pid=\d+\s[^#]*#/) }
    let process = try #require(screen.firstMatch(of: /pid=(\d+)/).flatMap { pid_t($0.1) })
    #expect(kill(process, SIGSTOP) == 0)
    try terminal.wait(for: "Stopped")
    try terminal.enter("clear; fg")
    try terminal.wait(until: "the demo again") { $0.contains("stale") && $0.contains("last: none") }
    try terminal.press("a")
    try terminal.wait(for: "character(a))")
    try terminal.press("q")
    try terminal.waitForPrompt()
  }

  @Test
  func aSessionRedrawsTheScreen() throws {
    let run = try DemoRun()
    let process = try run.start()
    let device = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/0")
    let other = try FileHandle(forWritingTo: URL(fileURLWithPath: device))
    try other.write(contentsOf: Data("\u{1B}[5;1Hgarbage".utf8))
    try other.close()
    try run.terminal.wait(for: "garbage")
    try run.terminal.press("C-l")
    try run.terminal.wait(until: "the garbage gone") {
      !$0.contains("garbage") && $0.contains("timeConstant")
    }
  }

  @Test(arguments: [
    ("TERM=dumb DEMO", "cannot place the cursor"), ("TERM=nonsense DEMO", "is unknown here"),
    ("env -u TERM DEMO", "TERM is not set"), ("DEMO > /dev/null", "not a terminal"),
  ])
  func aSessionRefusesWhatItCannotUseWithOneLine(command: String, reason: String) throws {
    let run = try DemoRun("\(command) 2> message")
    try run.finish(status: 1)
    let message = try String(
      contentsOf: run.terminal.directory.appendingPathComponent("message"), encoding: .utf8)
    #expect(message.hasPrefix("terminal-demo: "))
    #expect(message.contains(reason))
    #expect(message.filter(\.isNewline) == "\n")
  }
}
