import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
  "The dashboard's manners on kinds of terminal",
  .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct TerminalMannersTests {
  @Test(
    "it runs, and leaves the terminal as it was",
    arguments: ["xterm", "xterm-256color", "tmux-256color", "screen-256color", "vt100", "linux"])
  func kinds(type: String) throws {
    let dashboard = try DashboardRun(type: type)
    try dashboard.terminal.wait(for: "TRAINING")
    #expect(try dashboard.terminal.isMouseReported() == type.hasPrefix("xterm"))
    try dashboard.terminal.press("Space")
    try dashboard.terminal.wait(for: "PAUSED")
    try dashboard.terminal.press("q")
    #expect(try dashboard.run.finish(status: 0).changes == [])
  }

  @Test("the title says the state and the task, and y copies what is selected")
  func titleAndCopy() throws {
    let dashboard = try DashboardRun()
    try dashboard.terminal.wait(for: "TRAINING")
    try dashboard.terminal.press("Space")
    try dashboard.terminal.wait(until: "the title") { _ in
      try dashboard.terminal.title().hasPrefix("PAUSED waves")
    }
    try dashboard.terminal.press("2", "y")
    try dashboard.terminal.wait(for: "copied neuron: ")
    try dashboard.terminal.press("q")
    #expect(try dashboard.run.finish(status: 0).changes == [])
  }

  @Test("names of runs are links on a terminal, and plain text in a pipe and where TERM is dumb")
  func links() throws {
    let folder = try TemporaryFolder()
    try folder.write("no run", to: "runs/a.lnnrun")
    let terminal = try TmuxTerminal()
    let list = "'\(CommandRun.executable)' runs '\(folder.path("runs"))'"
    let file = terminal.directory.appendingPathComponent("raw")
    try terminal.record(to: file)
    try terminal.wait(until: "the recording") { _ in FileManager.default.fileExists(atPath: file.path) }
    try terminal.enter("clear; \(list); echo ov''er")
    try terminal.wait(for: "over")
    try terminal.wait(until: "a link") { _ in
      try String(decoding: Data(contentsOf: file), as: UTF8.self).contains("\u{1B}]8;;file://")
    }
    #expect(try !terminal.outputOfCommand(list).contains("\u{1B}]8"))
    func links() throws -> Int {
      try String(decoding: Data(contentsOf: file), as: UTF8.self).matches(of: /\u{1B}\]8;;file:/).count
    }
    let before = try links()
    try terminal.enter("clear; TERM=dumb \(list); echo du''mb")
    try terminal.wait(for: "dumb\n")
    #expect(try before == 1 && links() == 1)
  }

  @Test("a setting and a flag leave the mouse to the terminal")
  func mouse() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeWaves()
    let training = "train '\(data)' --window 16 --units 8 \(DashboardRun.endless) --no-run"
    for (flag, text, isReported) in [("", "mouse: off\n", false), ("--mouse on", "mouse: off\n", true)] {
      try folder.write(text, to: "config/lnn-top/config.yaml")
      let dashboard = try DashboardRun(arguments: "\(training) \(flag)", folder: folder)
      try dashboard.terminal.wait(for: "TRAINING")
      #expect(try dashboard.terminal.isMouseReported() == isReported, "\(flag)")
      try dashboard.terminal.send(bytes: "\u{1B}[<0;10;5M\u{1B}[<0;10;5m")
      try dashboard.terminal.press("q")
      #expect(try dashboard.run.finish(status: 0).changes == [])
    }
  }

  @Test("sixty changes of size while it trains end in the last size, and it goes on")
  func resizes() throws {
    let dashboard = try DashboardRun()
    let terminal = dashboard.terminal
    try terminal.wait(for: "TRAINING")
    for number in 0..<60 {
      try terminal.resize(columns: 20 + number * 37 % 180, rows: 5 + number * 13 % 45, waiting: false)
    }
    try terminal.resize(columns: 120, rows: 40)
    // A screen of another size, cut to this one, has its last line elsewhere.
    try terminal.wait(until: "the last size") { screen in
      let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
      return screen.contains("neurons by activity") && screen.contains("TRAINING")
        && lines.contains { $0.count == 120 } && lines.dropLast().last?.contains("q quit") == true
    }
    try terminal.press("q")
    #expect(try dashboard.run.finish(status: 0).changes == [])
  }

  @Test("Ctrl-Z gives the terminal to the shell and fg brings the dashboard back, still training")
  func suspended() throws {
    let folder = try TemporaryFolder()
    let data = try folder.writeWaves()
    let terminal = try TmuxTerminal(environment: ["XDG_CONFIG_HOME": folder.path("config")])
    try terminal.enter(
      "clear; \(CommandRun.executable) train '\(data)' --window 16 --units 8 \(DashboardRun.endless) --no-run"
    )
    try terminal.wait(for: "TRAINING")
    try terminal.press("C-z")
    try terminal.wait(for: "Stopped")
    try terminal.waitForPrompt()
    #expect(try !terminal.isMouseReported())
    try terminal.enter("clear; fg")
    try terminal.wait(for: "TRAINING")
    #expect(try terminal.isMouseReported())
    try terminal.press("q")
    try terminal.waitForPrompt()
    #expect(try !terminal.isMouseReported())
  }

  @Test("without UTF-8 it draws in ASCII alone")
  func ascii() throws {
    let screen = try recorded(["LANG": "C"])
    #expect(screen.contains("loss mse"))
    #expect(screen.unicodeScalars.first { !$0.isASCII } == nil)
  }

  @Test("NO_COLOR writes no colour sequence at all")
  func noColor() throws {
    let bytes = try recorded(["NO_COLOR": "1"])
    #expect(bytes.contains("loss mse"))
    let parameters = bytes.matches(of: /\u{1B}\[([\d;:]*)m/).flatMap { match in
      match.1.split { $0 == ";" || $0 == ":" }.compactMap { Int($0) }
    }
    #expect(!parameters.isEmpty)
    #expect(parameters.filter { (30...49).contains($0) || (90...107).contains($0) } == [])
  }

  /// Everything written to the terminal by a short training on the dashboard, keys for other themes included.
  private func recorded(_ environment: [String: String]) throws -> String {
    let folder = try TemporaryFolder()
    let data = try folder.writeWaves()
    let variables = environment.merging(["XDG_CONFIG_HOME": folder.path("config")]) { given, _ in given }
    let terminal = try TmuxTerminal(environment: variables)
    let file = terminal.directory.appendingPathComponent("raw")
    try terminal.record(to: file)
    try terminal.wait(until: "the recording") { _ in FileManager.default.fileExists(atPath: file.path) }
    try terminal.enter(
      "\(CommandRun.executable) train '\(data)' --window 16 --units 8 \(DashboardRun.endless) --no-run --quiet; echo end=$?"
    )
    try terminal.wait(for: "TRAINING")
    // A message goes by itself; the view stays, and is drawn in the next theme.
    try terminal.press("t", "2")
    try terminal.wait(for: "[2 Neurons]")
    try terminal.press("?")
    try terminal.wait(for: "pause and resume")
    try terminal.press("Escape", "q")
    var text = ""
    try terminal.wait(until: "the end of the recording") { _ in
      text = try String(decoding: Data(contentsOf: file), as: UTF8.self)
      return text.contains("end=0")
    }
    return text
  }
}
