import Screen
import TestSupport
import Terminal
import Testing

@Suite struct MouseTests {
  static func decode(_ batches: String...) -> [TerminalEvent] {
    var decoder = KeyDecoder()
    return batches.flatMap { decoder.decode($0.utf8.map(Int32.init)) }
  }

  @Test
  func theLeftButtonAndTheWheelAreReported() {
    #expect(Self.decode("\u{1B}[<0;1;1M") == [.mouse(MouseEvent(.press, x: 0, y: 0))])
    #expect(Self.decode("\u{1B}[<32;200;50M") == [.mouse(MouseEvent(.drag, x: 199, y: 49))])
    #expect(Self.decode("\u{1B}[<0;3;4m") == [.mouse(MouseEvent(.release, x: 2, y: 3))])
    #expect(Self.decode("\u{1B}[<64;3;4M") == [.mouse(MouseEvent(.wheelUp, x: 2, y: 3))])
    #expect(Self.decode("\u{1B}[<81;3;4M") == [.mouse(MouseEvent(.wheelDown, x: 2, y: 3))])
  }

  @Test(arguments: [
    "<1;3;4M", "<2;3;4m", "<35;3;4M", "<0;0;4M", "<0;3M", "<0;3;4;5M", "<0;99999;4M", "<-1;3;4M", "<;;M",
    "<M",
  ])
  func otherButtonsAndBrokenReportsAreDropped(sequence: String) {
    #expect(Self.decode("\u{1B}[\(sequence)q") == [.key(.character("q"))])
  }

  @Test
  func aReportThatArrivesInPiecesDoesNotActAsKeys() {
    let whole = "\u{1B}[<32;12;7M"
    for cut in 3..<whole.count {
      let events = Self.decode(String(whole.prefix(cut)), String(whole.dropFirst(cut)) + "a")
      #expect(events == [.mouse(MouseEvent(.drag, x: 11, y: 6)), .key(.character("a"))], "cut at \(cut)")
    }
    // What never ends is given up.
    #expect(Self.decode("\u{1B}[<" + String(repeating: "1", count: 40), "Ma").last == .key(.character("a")))
  }

  @Test
  func terminfoSaysWhetherThereIsAMouse() {
    #expect(MouseReport.isAnnounced(keyMouse: "\u{1B}[<", mouseMode: nil))
    #expect(MouseReport.isAnnounced(keyMouse: "\u{1B}[M", mouseMode: "\u{1B}[?1006;1000h"))
    #expect(!MouseReport.isAnnounced(keyMouse: "\u{1B}[M", mouseMode: nil))
    #expect(!MouseReport.isAnnounced(keyMouse: nil, mouseMode: nil))
  }
}

@Suite(.enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct MouseOnTerminalTests {
  @Test
  func theMouseIsReportedAndRestored() throws {
    let run = try DemoRun(columns: 200)
    try run.start()
    #expect(try run.terminal.isMouseReported())
    try run.terminal.send(bytes: "\u{1B}[<0;10;5M\u{1B}[<32;11;5M\u{1B}[<0;11;5m")
    try run.terminal.wait(for: "count: 3")
    try run.terminal.send(bytes: "\u{1B}[<65;1;4M")
    let screen = try run.terminal.wait(for: "count: 4")
    #expect(screen.contains("wheelDown"))
    try run.terminal.press("q")
    try run.finish(status: 0)
  }

  @Test(arguments: ["tmux-256color", "screen-256color", "linux", "vt100"])
  func theMouseIsLeftAloneWhereTerminfoHasNone(type: String) throws {
    let run = try DemoRun(type: type)
    try run.start()
    #expect(try !run.terminal.isMouseReported())
  }

  @Test
  func theMouseIsRestoredWhileTheProgramIsStopped() throws {
    let terminal = try TmuxTerminal()
    try terminal.enter("clear; \(DemoRun.demo)")
    try terminal.wait(for: "last: none")
    try terminal.press("C-z")
    try terminal.wait(for: "Stopped")
    try terminal.waitForPrompt()
    #expect(try !terminal.isMouseReported())
    try terminal.enter("fg")
    try terminal.wait(until: "the demo again") { $0.contains("stale") && $0.contains("last:") }
    try terminal.send(bytes: "\u{1B}[<64;2;2M")
    try terminal.wait(for: "wheelUp")
    #expect(try terminal.isMouseReported())
    try terminal.press("q")
    try terminal.waitForPrompt()
    #expect(try !terminal.isMouseReported())
  }
}
