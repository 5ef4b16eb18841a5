import Foundation
import LnnTop
import Screen
import TestSupport
import Testing

@Suite struct SavedScreenTests {
  private func screen(_ run: String) -> SavedScreen {
    SavedScreen(grid: Grid(size: Size(columns: 4, rows: 2)), theme: .builtIn, run: run, step: 12)
  }

  @Test func nothingIsEverOverwritten() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "a-12-2.svg")
    let names = try (0..<3).map { _ in try screen("a").write(into: folder.url.path).text }
    #expect(names == ["a-12.txt", "a-12-3.txt", "a-12-4.txt"])
    #expect(try String(contentsOfFile: folder.path("a-12-2.svg"), encoding: .utf8) == "mine")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a-12-2.txt")))
    #expect(SVGReader(try String(contentsOfFile: folder.path("a-12.svg"), encoding: .utf8)).error == nil)
  }

  @Test(arguments: [
    ("../../etc/x", "etc-x-12.txt"), ("a b\u{1B}\n", "a-b---12.txt"), ("..", "screen-12.txt"),
    ("速度", "速度-12.txt"),
  ]) func aRunsNameNeverLeavesTheFolder(run: String, name: String) throws {
    let folder = try TemporaryFolder()
    #expect(try screen(run).write(into: folder.url.path).text == name)
  }

  @Test func aFolderThatCannotBeWrittenIsOneLine() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: (any Error).self) { try screen("a").write(into: folder.path("missing")) }
    #expect("\(error.map { "\($0)" } ?? "")" == "a-12.txt cannot be written here: No such file or directory")
  }
}

@Suite("Hands in a real terminal", .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct HandsInATerminalTests {
  @Test("a note, a saved screen, a zoom; the run keeps the note") func session() throws {
    let dashboard = try DashboardRun(columns: 120, rows: 40)
    let terminal = dashboard.terminal
    try terminal.wait(for: "TRAINING")
    try terminal.press("r")
    for key in ["h", "e", "r", "e"] { try terminal.press(key) }
    try terminal.wait(for: "note: here")
    try terminal.press("Enter")
    try terminal.wait(for: "note here")
    try terminal.press("n")
    try terminal.press("P")
    try terminal.wait(for: "perturbs training too")
    try terminal.press("z")
    try terminal.wait(until: "the loss alone") { !$0.contains("neurons by activity") }
    try terminal.press("S", "q")
    _ = try dashboard.run.finish(status: 0)
    let saved = try FileManager.default.contentsOfDirectory(atPath: terminal.directory.path)
    #expect(saved.contains { $0.hasSuffix(".svg") })
    let picture = try CommandRun(
      ["replay", dashboard.folder.path("a.lnnrun"), "--snapshot", "-"], in: dashboard.folder)
    #expect(picture.output.contains("note here"))
  }
}
