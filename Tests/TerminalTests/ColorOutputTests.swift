import Foundation
import Screen
import TestSupport
import Testing

@Suite(.enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
struct ColorOutputTests {
  /// Everything written to the terminal while the demo shows two themes.
  static func bytes(type: String = "xterm-256color", environment: [String: String] = [:]) throws -> String {
    let terminal = try TmuxTerminal(type: type, environment: environment)
    let file = terminal.directory.appendingPathComponent("raw")
    try terminal.record(to: file)
    try terminal.wait(until: "the recording") { _ in FileManager.default.fileExists(atPath: file.path) }
    try terminal.enter(DemoRun.demo)
    try terminal.wait(for: "last: none")
    try terminal.press("t")
    try terminal.wait(for: "count: 1")
    try terminal.press("q")
    try terminal.waitForPrompt()
    var text = ""
    try terminal.wait(until: "the end of the recording") { _ in
      text = try String(decoding: Data(contentsOf: file), as: UTF8.self)
      return text.contains("goodbye: key")
    }
    return text
  }

  /// The parameters of every sequence that sets a look.
  static func looks(in text: String) -> [[Int]] {
    text.matches(of: /\u{1B}\[([\d;:]*)m/).map { match in
      match.1.split { $0 == ";" || $0 == ":" }.compactMap { Int($0) }
    }
  }

  static func isColor(_ parameter: Int) -> Bool {
    (30...49).contains(parameter) || (90...107).contains(parameter)
  }

  @Test
  func noColorLeavesAttributes() throws {
    let looks = Self.looks(in: try Self.bytes(environment: ["NO_COLOR": "1"]))
    #expect(!looks.isEmpty)
    #expect(!looks.joined().contains(where: Self.isColor), "\(looks)")
  }

  @Test
  func anEmptyNoColorMeans256Colours() throws {
    let looks = Self.looks(in: try Self.bytes(environment: ["NO_COLOR": ""]))
    let indexed = looks.filter { $0.starts(with: [38, 5]) || $0.starts(with: [48, 5]) }
    #expect(!indexed.isEmpty)
    #expect(indexed.allSatisfy { $0.count > 2 && $0[2] >= 16 })
    #expect(!looks.joined().contains { (90...107).contains($0) })
  }

  @Test
  func theLinuxConsoleHasEightColoursAndAVT100None() throws {
    let linux = Self.looks(in: try Self.bytes(type: "linux")).joined()
    #expect(linux.contains { (31...36).contains($0) })
    #expect(!linux.contains(38))
    let vt100 = Self.looks(in: try Self.bytes(type: "vt100")).joined()
    #expect(!vt100.contains(where: Self.isColor))
  }

  @Test
  func synchronisedOutputBracketsEachFrame() throws {
    let text = try Self.bytes()
    let begins = text.matches(of: /\u{1B}\[\?2026h/).count
    #expect(begins >= 2)
    #expect(text.matches(of: /\u{1B}\[\?2026l/).count == begins)
    #expect(!(try Self.bytes(type: "linux")).contains("2026"))
  }

  @Test
  func directColourNeedsAnAnnouncementAndATerminfoEntry() throws {
    let terminal = try TmuxTerminal()
    let entry = """
      xterm-direct|test entry,
        use=xterm-256color, colors#0x1000000, pairs#0x7FFFF, RGB, ccc@, initc@, oc@,
        setab=\\E[%?%p1%{8}%<%t4%p1%d%e48:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,
        setaf=\\E[%?%p1%{8}%<%t3%p1%d%e38:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,

      """
    let file = terminal.directory.appendingPathComponent("entry.ti")
    try Data(entry.utf8).write(to: file)
    let database = terminal.directory.appendingPathComponent("terminfo").path
    _ = try terminal.outputOfCommand("tic -x -o '\(database)' '\(file.path)'")
    try terminal.enter("clear; TERMINFO='\(database)' COLORTERM=truecolor \(DemoRun.demo)")
    try terminal.wait(for: "24 direct pid")
    let error = Theme.builtIn.color(of: .error)
    #expect(try terminal.styledScreen().contains("38;2;\(error.red);\(error.green);\(error.blue)m"))
  }

  @Test
  func withoutUTF8OtherCharactersBecomeQuestionMarks() throws {
    let run = try DemoRun(environment: ["LANG": "C"])
    try run.start()
    let lines = try run.terminal.screen().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[20] == "e|??|   ? |")
  }
}
