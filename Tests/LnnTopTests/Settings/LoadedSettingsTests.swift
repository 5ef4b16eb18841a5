import Foundation
import LnnTop
import Screen
import TestSupport
import Testing

@Suite("Settings")
struct LoadedSettingsTests {
  /// The settings of a file with this text and an environment.
  static func load(_ text: String?, _ environment: [String: String] = [:]) throws -> LoadedSettings {
    let folder = try TemporaryFolder()
    if let text { try folder.write(text, to: "config.yaml") }
    return LoadedSettings.load(file: folder.path("config.yaml"), environment: environment)
  }

  /// Without the folder, which differs from test to test.
  static func notes(_ loaded: LoadedSettings) -> [String] {
    loaded.notes.map { note in
      let text = "\(note)"
      return text.range(of: "config.yaml").map { String(text[$0.lowerBound...]) } ?? text
    }
  }

  @Test("Without a file and variables the defaults hold")
  func defaults() throws {
    #expect(try Self.load(nil) == LoadedSettings())
    #expect(LoadedSettings.load(file: nil, environment: [:]) == LoadedSettings())
    for empty in ["", "# only a comment\n", "---\n"] {
      let loaded = try Self.load(empty)
      #expect(loaded.settings == Settings())
      #expect(loaded.notes.isEmpty, "\(empty)")
    }
  }

  @Test("A file sets every key, and the environment goes before it")
  func precedence() throws {
    let text = """
      theme: fen
      glyphs: block
      color: 16
      fps: 5
      mouse: off
      smoothing: no
      log-loss: true
      threads: 3
      runs: ~/liquid
      """
    let file = try Self.load(text, ["HOME": "/home/a"])
    var expected = Settings()
    expected.theme = "fen"
    expected.glyphs = .block
    expected.colors = .ansi16
    expected.framesPerSecond = 5
    expected.mouse = false
    expected.smoothing = false
    expected.logLoss = true
    expected.threads = 3
    expected.runs = "/home/a/liquid"
    #expect(file.settings == expected)
    #expect(file.notes.isEmpty)
    guard case .file(let path, line: 4) = file.source(of: "fps") else {
      Issue.record("\(file.source(of: "fps"))")
      return
    }
    #expect(path.hasSuffix("/config.yaml"))

    let both = try Self.load(text, ["LNN_TOP_FPS": "9", "LNN_TOP_LOG_LOSS": "off", "LNN_TOP_THEME": ""])
    #expect(both.settings.framesPerSecond == 9)
    #expect(!both.settings.logLoss)
    #expect(both.settings.theme == "fen")
    #expect(both.source(of: "fps") == .environment("LNN_TOP_FPS"))
    #expect(both.source(of: "runs") != .standard)
  }

  @Test("The command line goes before the settings, which go before the defaults")
  func commandLine() throws {
    let loaded = try Self.load("fps: 5\nglyphs: ascii\nthreads: 3\ntheme: fen\n")
    let options: TrainOptions = try parsed(["train", "a.csv", "--fps", "30"], settings: loaded)
    #expect(options.display.framesPerSecond == 30)
    #expect(options.display.glyphs == .ascii)
    #expect(options.threads == 3)
    #expect(options.display.theme == nil)
    #expect(options.display.preferredTheme?.name == "fen")
  }

  @Test("NO_COLOR goes before the file, and this program's own variable before NO_COLOR")
  func noColor() throws {
    #expect(try Self.load("color: direct", ["NO_COLOR": "1"]).settings.colors == .none)
    #expect(try Self.load("color: direct", ["NO_COLOR": ""]).settings.colors == .direct)
    #expect(try Self.load(nil, ["NO_COLOR": "1", "LNN_TOP_COLOR": "8"]).settings.colors == .ansi8)
    #expect(try Self.load(nil, ["NO_COLOR": "1"]).source(of: "color") == .environment("NO_COLOR"))
  }

  @Test(
    "What is wrong is told with its line, and the rest counts",
    arguments: [
      ("theem: fen", "config.yaml:1: there is no setting 'theem' (did you mean theme?)"),
      ("\nwhatever: 1", "config.yaml:2: there is no setting 'whatever';"),
      ("# a\nfps: fast", "config.yaml:2: fps cannot be 'fast': it must be a whole number"),
      ("fps: 900", "config.yaml:1: fps cannot be '900': it must be between 1 and 60"),
      ("mouse: maybe", "config.yaml:1: mouse cannot be 'maybe': it must be one of on, off"),
      ("glyphs: [a]", "config.yaml:1: glyphs must be one value"),
      ("- a", "config.yaml:1: no settings: keys such as theme are expected"),
      ("theme: \"a", "no settings"),
      ("fps: 1\nfps: 2", "config.yaml:2: no settings: the key \"fps\" appears twice"),
    ])
  func mistakes(text: String, expected: String) throws {
    let notes = Self.notes(try Self.load(text, ["LNN_TOP_THREADS": "2"]))
    #expect(notes.count == 1)
    #expect(notes.first?.contains(expected) == true, "\(notes)")
    #expect(try Self.load(text + "\n", ["LNN_TOP_THREADS": "2"]).settings.threads == 2)
  }

  @Test("A wrong variable is told by its name, and what the file says is kept")
  func wrongVariable() throws {
    let loaded = try Self.load("fps: 5", ["LNN_TOP_FPS": "x"])
    #expect(loaded.settings.framesPerSecond == 5)
    #expect(Self.notes(loaded).first?.hasPrefix("LNN_TOP_FPS: fps cannot be 'x'") == true)
  }

  @Test("A file that cannot be read is a note; an empty value or auto is the default")
  func gentle() throws {
    let folder = try TemporaryFolder()
    let loaded = LoadedSettings.load(file: folder.url.path, environment: [:])
    #expect(loaded.settings == Settings())
    #expect(loaded.notes.first.map { "\($0)" }?.contains("cannot be read") == true)
    let empty = try Self.load("theme:\nglyphs: auto\nthreads: ~\nfps: null\ncolor: auto\n")
    #expect(empty.settings == Settings())
    #expect(empty.notes.isEmpty)
  }
}
