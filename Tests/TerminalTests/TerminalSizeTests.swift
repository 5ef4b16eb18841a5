import TestSupport
import Testing

/// Terminals say themselves how large they are, and may say anything.
@Suite struct TerminalSizeTests {
  private static let sizes = [
    (80, 24, "80x24"), (1_000, 500, "1000x500"), (4_000, 4_000, "1000x500"), (65_535, 24, "1000x24"),
    (80, 65_535, "80x500"), (65_535, 65_535, "1000x500"), (0, 0, "80x24"),
  ]

  @Test(arguments: sizes)
  func aSessionUsesAtMostWhatATerminalCanBe(columns: Int, rows: Int, used: String) throws {
    let terminal = try PseudoTerminal()
    terminal.resize(columns: columns, rows: rows)
    try terminal.start(DemoRun.demo)
    #expect(terminal.wait(for: "terminal-demo \(used)"))
    #expect(terminal.peak < 200_000, "\(terminal.peak) kB")
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }

  @Test func aSessionFollowsChangesBetweenAllSizes() throws {
    let terminal = try PseudoTerminal()
    terminal.resize(columns: 90, rows: 30)
    try terminal.start(DemoRun.demo)
    #expect(terminal.wait(for: "terminal-demo 90x30"))
    for (columns, rows, used) in Self.sizes {
      for (columns, rows) in [(1, 1), (columns, rows)] { terminal.resize(columns: columns, rows: rows) }
      // A terminal that says nothing stays as it was.
      guard columns > 0 else { continue }
      // Only what differs from the screen before is written: the size in the title.
      terminal.type("a")
      #expect(terminal.wait(for: "\(used)"), "\(columns)x\(rows)")
    }
    #expect(terminal.peak < 200_000, "\(terminal.peak) kB")
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }
}
