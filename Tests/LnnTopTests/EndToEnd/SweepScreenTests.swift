import Foundation
import TestSupport
import Testing

/// A sweep in the real dashboard.
@Suite("A sweep on the screen", .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct SweepScreenTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.write(
      "task: \(folder.path("waves.csv"))\ntraining: {epochs: 2, window: 16, model: cfc}\nspace: {units: [6, 9, 12]}\n",
      to: "s.yaml")
  }

  @Test("shows its trials, opens one as a run, comes back and leaves the terminal as it was")
  func show() throws {
    let made = try CommandRun(["sweep", "s.yaml", "--out", "out"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    let lines = try CommandRun(["sweep", "show", "out"], in: folder)
    let table = try CommandRun(["sweep", "table", "out"], in: folder)
    #expect(lines.status == 0 && lines.output == table.output)
    let dashboard = try DashboardRun(arguments: "sweep show '\(folder.path("out"))'", folder: folder)
    let terminal = dashboard.terminal
    try terminal.wait(for: "3 trials")
    try terminal.wait(for: "DONE")
    try terminal.press("v")
    try terminal.wait(for: "parallel coordinates")
    try terminal.press("Enter")
    try terminal.wait(for: "REPLAY")
    try terminal.press("8")
    try terminal.wait(for: "3 trials")
    try terminal.press("q")
    try terminal.wait(for: "q leave")
    try terminal.press("q")
    #expect(try dashboard.run.finish(status: 0).changes == [])
  }

  @Test("what is no sweep, and a folder that is none, are one line")
  func none() throws {
    for name in ["waves.csv", "nothing"] {
      let run = try CommandRun(["sweep", "show", name], in: folder)
      #expect(run.status == 1 && run.messages.contains("holds no sweep"), "\(run.messages)")
      #expect(run.messages.split(separator: "\n").count == 1)
    }
  }
}
