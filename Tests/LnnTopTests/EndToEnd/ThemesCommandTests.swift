import Foundation
import Screen
import TestSupport
import Testing

@Suite("lnn-top themes")
struct ThemesCommandTests {
  static let slugs = [
    "color-blind", "color-blind-light", "dark", "ember", "fen", "glacier", "high-contrast",
    "high-contrast-light",
    "light", "midnight", "monochrome", "parchment",
  ]

  /// A folder with a theme of the person's own.
  static func folder(_ theme: String) throws -> (TemporaryFolder, [String: String]) {
    let folder = try TemporaryFolder()
    try folder.write(theme, to: "config/lnn-top/themes/mine.yaml")
    return (folder, ["XDG_CONFIG_HOME": folder.path("config")])
  }

  static let mine =
    "name: Mine\npalette:\n"
    + Role.allCases.map {
      "  base0\(String($0.rawValue, radix: 16, uppercase: true)): \"4080c\($0.rawValue % 10)\"\n"
    }
    .joined()

  @Test("lists the shipped ones and the person's own, with where each comes from, in plain text into a pipe")
  func list() throws {
    let (folder, environment) = try Self.folder(Self.mine)
    let run = try CommandRun(["themes"], in: folder, environment: environment)
    #expect(run.status == 0)
    #expect(!run.output.contains("\u{1B}"))
    for slug in Self.slugs { #expect(run.output.contains("\(slug): "), "\(slug)") }
    #expect(run.output.contains("mine: Mine, light, " + folder.path("config/lnn-top/themes/mine.yaml")))
    #expect(run.output.contains("perturbed"))
    let names = try CommandRun(["themes", "--json"], in: folder, environment: environment).objects()
      .compactMap { $0["slug"] as? String }
    #expect(names.sorted() == (Self.slugs + ["mine"]).sorted())
  }

  @Test("shows one with a panel and its contrasts; a near name is suggested for one that is not there")
  func one() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(["themes", "fen"], in: folder)
    #expect(run.status == 0)
    #expect(run.output.contains("neurons"))
    #expect(run.output.contains("contrast"))
    #expect(!run.output.contains("ember"))
    let missing = try CommandRun(["themes", "embre"], in: folder)
    #expect(missing.status == 1)
    #expect(missing.message == "lnn-top: there is no theme named 'embre' (did you mean ember?)")
  }

  @Test("names file and line of a theme that cannot be used")
  func broken() throws {
    let (folder, environment) = try Self.folder(Self.mine.replacing("4080c2", with: "4080cg"))
    let run = try CommandRun(["themes"], in: folder, environment: environment)
    #expect(run.status == 0)
    #expect(run.message.contains(folder.path("config/lnn-top/themes/mine.yaml") + ":5: base02"))
    #expect(run.message.contains("is not a colour"))
  }

  @Test(
    "paints in as many colours as the terminal has",
    .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"),
    arguments: [
      ("xterm-256color", "", "38;5;"), ("xterm-256color", "COLORTERM=truecolor", "38;2;"),
      ("linux", "", "\u{1B}[0;1;31m"), ("vt100", "", ""), ("xterm-256color", "NO_COLOR=1", ""),
      ("dumb", "", ""),
    ])
  func painted(type: String, variable: String, sequence: String) throws {
    let terminal = try TmuxTerminal(columns: 120, type: type)
    let file = terminal.directory.appendingPathComponent("raw")
    try terminal.record(to: file)
    try terminal.wait(until: "the recording") { _ in FileManager.default.fileExists(atPath: file.path) }
    try terminal.enter("clear; \(variable) \(CommandRun.executable) themes ember; echo end=$?")
    var bytes = ""
    try terminal.wait(until: "the end of the recording") { _ in
      bytes = try String(decoding: Data(contentsOf: file), as: UTF8.self)
      return bytes.contains("end=0")
    }
    #expect(bytes.contains("contrast"))
    if sequence.isEmpty {
      #expect(!bytes.contains(/\u{1B}\[[0-9;]*m/))
    } else {
      #expect(bytes.contains(sequence))
    }
  }
}
