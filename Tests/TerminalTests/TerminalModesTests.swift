import Foundation
import TestSupport
import Terminal
import Testing

@Suite struct TerminalModesTests {
  @Test func whatIsSwitchedOnIsSwitchedOff() {
    let modes = TerminalModes(usesMouse: true, terminalType: "xterm-256color")
    let on = modes.begin.matches(of: /\[\?(\d+)h/).map { String($0.1) }
    #expect(Set(on) == ["2004", "1004", "1000", "1002", "1006"])
    #expect(modes.end.matches(of: /\[\?(\d+)l/).map { String($0.1) } == on.reversed())
    #expect(modes.begin.hasPrefix("\u{1B}[22;0t") && modes.end.hasSuffix("\u{1B}[23;0t"))
  }

  @Test(arguments: ["linux", "vt100", "rxvt"]) func oldTerminalsAreAskedForNothing(type: String) {
    let modes = TerminalModes(usesMouse: false, terminalType: type)
    #expect(modes.begin.isEmpty && modes.end.isEmpty)
  }

  @Test func aTitleSteersNothing() {
    let title = TerminalModes.title("a\u{7}b\u{1B}\\c\u{9C}" + String(repeating: "x", count: 999))
    #expect(title.hasPrefix("\u{1B}]2;a\u{FFFD}b\u{FFFD}\\c\u{FFFD}x") && title.hasSuffix("\u{1B}\\"))
    #expect(title.count < 220)
  }

  @Test func aCopyIsEncodedAndForTmuxAlsoInItsEnvelope() {
    #expect(TerminalClipboard.copy("τ 1", throughTmux: false) == "\u{1B}]52;c;z4QgMQ==\u{1B}\\")
    let twice = TerminalClipboard.copy("τ 1", throughTmux: true)
    #expect(
      twice
        == "\u{1B}]52;c;z4QgMQ==\u{1B}\\\u{1B}Ptmux;\u{1B}\u{1B}]52;c;z4QgMQ==\u{1B}\u{1B}\\\u{1B}\\")
  }
}

@Suite(.enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct ModesOnTerminalTests {
  /// The modes that a program has left on when a word is written, of all that it switched on. The cursor and the wrapping of
  /// lines are on by themselves, and a shell switches on what it wants after that.
  private static func modes(in bytes: String, until word: String) -> (used: Set<String>, left: Set<String>) {
    var (used, left): (Set<String>, Set<String>) = ([], [])
    let bytes = bytes.range(of: word, options: .backwards).map { String(bytes[..<$0.lowerBound]) } ?? bytes
    for match in bytes.matches(of: /\u{1B}\[\?(\d+)([hl])/) {
      if match.2 == "h" {
        used.insert(String(match.1))
        left.insert(String(match.1))
      } else {
        left.remove(String(match.1))
      }
    }
    return (used, left.subtracting(["7", "25"]))
  }

  /// Starts the demo with its output copied to a file, acts, and waits for a word on the screen.
  private static func bytes(until word: String, _ act: (TmuxTerminal, pid_t) throws -> Void) throws -> String
  {
    let terminal = try TmuxTerminal(environment: ["SWIFT_BACKTRACE": "enable=no"])
    let file = terminal.directory.appendingPathComponent("raw")
    try terminal.record(to: file)
    try terminal.wait(until: "the recording") { _ in FileManager.default.fileExists(atPath: file.path) }
    try terminal.enter("ulimit -c 0; clear; \(DemoRun.demo); echo over=$?.")
    let screen = try terminal.wait(until: "the demo") { $0.contains(/pid=\d+\s[^#]*#/) }
    let process = try #require(screen.firstMatch(of: /pid=(\d+)/).flatMap { pid_t($0.1) })
    try terminal.press("i")
    try terminal.wait(until: "the title") { _ in try terminal.title() == "a title\u{FFFD} of the demo" }
    try act(terminal, process)
    var bytes = ""
    try terminal.wait(until: word) { _ in
      bytes = try String(decoding: Data(contentsOf: file), as: UTF8.self)
      return bytes.contains(word)
    }
    #expect(try terminal.title() != "a title\u{FFFD} of the demo")
    return bytes
  }

  @Test(arguments: [0, SIGTERM, SIGSEGV, SIGABRT, SIGILL])
  func everyModeIsOffAfterEveryWayOut(signal: Int32) throws {
    let word = signal == 0 || signal == SIGTERM ? "over=0." : "over=\(128 + signal)."
    let bytes = try Self.bytes(until: word) {
      if signal == 0 { try $0.press("q") } else { kill($1, signal) }
    }
    let modes = Self.modes(in: bytes, until: word)
    #expect(modes.used.isSuperset(of: ["2004", "1004", "1000", "1002", "1006", "2026"]))
    #expect(modes.left.isEmpty)
    #expect(bytes.matches(of: /\u{1B}\[22;0t/).count == 1 && bytes.matches(of: /\u{1B}\[23;0t/).count >= 1)
  }

  @Test func everyModeIsOffWhileTheProgramIsStopped() throws {
    let bytes = try Self.bytes(until: "Stopped") { terminal, _ in try terminal.press("C-z") }
    #expect(Self.modes(in: bytes, until: "Stopped").left.isEmpty)
  }

  @Test func theTitleComesBackWithTheProgram() throws {
    let run = try DemoRun()
    let process = try run.start()
    let own = try run.terminal.title()
    try run.terminal.press("i")
    try run.terminal.wait(until: "the title") { _ in try run.terminal.title() != own }
    #expect(kill(process, SIGSTOP) == 0 && kill(process, SIGCONT) == 0)
    try run.terminal.press("a")
    try run.terminal.wait(for: "character(a)")
    #expect(try run.terminal.title() == "a title\u{FFFD} of the demo")
    try run.terminal.press("q")
    try run.finish(status: 0)
  }

  @Test func pasteAndFocusArriveAsEvents() throws {
    let run = try DemoRun(columns: 200)
    try run.start()
    try run.terminal.send(bytes: "\u{1B}[200~q q\u{1B}[201~\u{1B}[O\u{1B}[I")
    let screen = try run.terminal.wait(for: "count: 3")
    for event in ["paste(q q)", "focused(false)", "focused(true)"] { #expect(screen.contains(event)) }
    try run.terminal.press("q")
    try run.finish(status: 0)
  }

  @Test func aCopyIsWritten() throws {
    let bytes = try Self.bytes(until: "]52;c;a2VwdA==") { terminal, _ in
      try terminal.press("y")
      try terminal.wait(for: "copied: true")
      try terminal.press("q")
      try terminal.waitForPrompt()
    }
    #expect(bytes.contains("\u{1B}Ptmux;"))
    let linux = try DemoRun(type: "linux")
    try linux.start()
    try linux.terminal.press("y")
    try linux.terminal.wait(for: "copied: false")
  }
}
