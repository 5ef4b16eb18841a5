import Foundation
import Glibc
import RunStore
import TestSupport
import Testing

@Suite("The dashboard in a real terminal", .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct DashboardTests {
  @Test("is watched, paused, stepped, perturbed, resized and left", arguments: [(120, 40), (80, 24)])
  func session(columns: Int, rows: Int) throws {
    let dashboard = try DashboardRun(columns: columns, rows: rows)
    let terminal = dashboard.terminal
    try terminal.wait(for: "TRAINING")
    try terminal.wait(for: "waves")
    try terminal.press("Space")
    let paused = try terminal.wait(for: "PAUSED")
    let step = try stepNumber(paused)
    try terminal.press(".")
    try terminal.wait(until: "one more step") { try $0.contains("STEP") && stepNumber($0) == step + 1 }
    // What stays on the screen, not the messages that go by.
    try terminal.press("n")
    try terminal.wait(for: "▲ 1 input")
    try terminal.press("5")
    try terminal.wait(until: "the perturbation") { $0.contains(/noise +0\.5/) }
    try terminal.press("0")
    try terminal.wait(until: "no perturbation") { !$0.contains("▲ ") }
    try terminal.press("2")
    try terminal.wait(for: "command 1")
    try terminal.press("x")
    try terminal.wait(for: "1 held")
    try terminal.press("?")
    try terminal.wait(for: "pause and resume")
    try terminal.press("Escape")
    try terminal.press("1")
    try terminal.resize(columns: 100, rows: 30)
    try terminal.wait(for: "STEP")
    try terminal.resize(columns: 20, rows: 5)
    try terminal.wait(until: "the small screen") { $0.contains("STEP") && !$0.contains("╭") }
    try terminal.resize(columns: columns, rows: rows)
    try terminal.wait(for: "neurons by activity")
    try terminal.press("Space")
    try terminal.wait(for: "TRAINING")
    try terminal.press("q")
    let ending = try dashboard.run.finish(status: 0)
    #expect(ending.changes == [])
    #expect(ending.screen.contains("stopped after"))
    #expect(try recordedState(dashboard) == "stopped")
  }

  @Test("completes the run when a key or a signal ends it", arguments: [SIGTERM, SIGHUP])
  func endings(signal: Int32) throws {
    let dashboard = try DashboardRun()
    try dashboard.terminal.wait(for: "TRAINING")
    #expect(kill(try dashboard.process(), signal) == 0)
    #expect(try dashboard.run.finish(status: 128 + signal).changes == [])
    #expect(try recordedState(dashboard) == "stopped")
  }

  @Test("quits by Ctrl-C as by q")
  func controlC() throws {
    let dashboard = try DashboardRun()
    try dashboard.terminal.wait(for: "TRAINING")
    try dashboard.terminal.press("C-c")
    #expect(try dashboard.run.finish(status: 0).changes == [])
    #expect(try recordedState(dashboard) == "stopped")
  }

  @Test(
    "gives the terminal back when it crashes, and what was recorded stays readable",
    arguments: [SIGILL, SIGSEGV])
  func crash(signal: Int32) throws {
    let dashboard = try DashboardRun()
    try dashboard.terminal.wait(for: "TRAINING")
    var step = 0
    #expect(
      waitUntil {
        step = (try? RunReader(path: dashboard.folder.path("a.lnnrun")).scalars().last?.step) ?? 0
        return step > 50
      })
    #expect(kill(try dashboard.process(), signal) == 0)
    #expect(try dashboard.run.finish(status: 128 + signal).changes == [])
    let summary = try #require(
      try CommandRun(["runs", ".", "--json"], in: dashboard.folder).objects().first)
    #expect(summary["state"] as? String == "interrupted")
    #expect(try #require(summary["steps"] as? Int) >= step)
  }

  @Test("follows a run that another process records")
  func attach() throws {
    let trained = try DashboardRun()
    try trained.terminal.wait(for: "TRAINING")
    let attached = try DashboardRun(
      arguments: "attach '\(trained.folder.path("a.lnnrun"))'", folder: trained.folder)
    let screen = try attached.terminal.wait(until: "the run") {
      try $0.contains("ATTACHED") && stepNumber($0) > 0
    }
    let step = try stepNumber(screen)
    try attached.terminal.wait(until: "more steps") { try stepNumber($0) > step }
    try trained.terminal.press("q")
    #expect(try trained.run.finish(status: 0).changes == [])
    try attached.terminal.wait(for: "STOPPED")
    try attached.terminal.press("q")
    #expect(try attached.run.finish(status: 0).changes == [])
  }

  @Test("plays a recorded run")
  func replay() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let recorded = try CommandRun(
      ["train", "waves.csv", "--window", "16", "--epochs", "40", "--quiet", "--run", "r.lnnrun"], in: folder)
    #expect(recorded.status == 0, "\(recorded.messages)")
    let dashboard = try DashboardRun(arguments: "replay '\(folder.path("r.lnnrun"))'", folder: folder)
    let terminal = dashboard.terminal
    try terminal.wait(for: "REPLAY")
    try terminal.press("End")
    try terminal.wait(until: "the last epoch") { $0.contains("epoch 40") }
    try terminal.press("Home")
    try terminal.wait(until: "the beginning") { !$0.contains("epoch 40") }
    try terminal.press("q")
    #expect(try dashboard.run.finish(status: 0).changes == [])
  }

  @Test("is not drawn where the terminal cannot show it")
  func dumb() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeWaves()
    let dashboard = try DashboardRun(
      arguments: "train '\(data)' --window 16 --epochs 1 --no-run", folder: folder, type: "dumb")
    let ending = try dashboard.run.finish(status: 0)
    #expect(ending.screen.contains("no dashboard"))
    #expect(ending.screen.contains("done after"))
  }

  private func stepNumber(_ screen: String) throws -> Int {
    let text = screen.firstMatch(of: /step ([\d,]+)/)?.1.replacing(",", with: "") ?? ""
    return Int(text) ?? 0
  }

  private func recordedState(_ dashboard: DashboardRun) throws -> String? {
    try CommandRun(["runs", ".", "--json"], in: dashboard.folder).objects().first?["state"] as? String
  }
}
