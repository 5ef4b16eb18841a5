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

  /// The variables count where the terminal says nothing, and terminal types without a size of their own work as well.
  @Test(arguments: [
    (["COLUMNS": "90", "LINES": "30"], "90x30"), (["COLUMNS": "65000", "LINES": "65000"], "1000x500"),
    (["TERM": "linux"], "80x24"), (["TERM": "linux", "COLUMNS": "65000"], "1000x24"),
  ])
  func aTerminalThatSaysNothingIsOfTheSizeThatTheEnvironmentSays(
    environment: [String: String], used: String
  ) throws {
    let terminal = try PseudoTerminal()
    terminal.resize(columns: 0, rows: 0)
    try terminal.start(DemoRun.demo, environment: environment)
    #expect(terminal.wait(for: "terminal-demo \(used)"))
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }

  @Test func aSessionFollowsChangesBetweenAllSizes() throws {
    let terminal = try PseudoTerminal()
    terminal.resize(columns: 90, rows: 30)
    try terminal.start(DemoRun.demo)
    #expect(terminal.wait(for: "terminal-demo 90x30"))
    // A terminal that says nothing stays as it was.
    for (columns, rows, used) in Self.sizes + [(0, 0, "90x30")] where columns > 0 || used == "90x30" {
      terminal.resize(columns: columns, rows: rows)
      if columns > 0 { #expect(terminal.wait(for: "terminal-demo \(used)"), "\(columns)x\(rows)") }
      // Back by way of a screen on which nothing can be read.
      terminal.resize(columns: 1, rows: 1)
      terminal.resize(columns: 90, rows: 30)
      if columns > 0 { #expect(terminal.wait(for: "terminal-demo 90x30")) }
    }
    #expect(terminal.peak < 200_000, "\(terminal.peak) kB")
    terminal.type("q")
    #expect(terminal.finish() == 0)
  }
}
