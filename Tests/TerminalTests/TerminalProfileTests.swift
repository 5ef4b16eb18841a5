import Glibc
import Screen
import Terminal
import Testing

// Terminfo's library keeps the terminal it loaded in a global.
@Suite(.serialized)
struct TerminalProfileTests {
  static func load(_ environment: [String: String]) throws(TerminalError) -> TerminalProfile {
    try TerminalProfile.load(environment: environment, descriptor: STDERR_FILENO)
  }

  @Test(arguments: [
    ("xterm-256color", ColorMode.palette256), ("tmux-256color", .palette256), ("linux", .ansi8),
    ("vt100", .mono),
  ])
  func eachTerminalsColoursAreKnown(type: String, mode: ColorMode) throws {
    let profile = try Self.load(["TERM": type])
    #expect(profile.name == type)
    #expect(profile.colorMode == mode)
    #expect(profile.isSynchronized == type.hasSuffix("-256color"))
    #expect(!profile.restoreSequence.contains("$<"))
    #expect(profile.restoreSequence.contains("\u{1B}"))
  }

  @Test
  func unusableTerminalsAreRefusedWithAHint() {
    let cases: [([String: String], TerminalError)] = [
      ([:], .typeUnset), (["TERM": ""], .typeUnset), (["TERM": "dumb"], .tooSimple("dumb")),
      (["TERM": "no-such-terminal"], .unknownType("no-such-terminal")),
      (["TERM": "../x"], .unknownType("../x")),
    ]
    for (environment, expected) in cases {
      #expect(throws: expected) { try Self.load(environment) }
      #expect(expected.description.contains("--headless"))
    }
    #expect(!TerminalError.unknownType("\u{1B}[2J").description.contains("\u{1B}"))
  }

  @Test
  func theColourModeIsTheOneAskedForWithinTheTerminalsLimits() throws {
    let rich = try Self.load(["TERM": "xterm-256color"])
    #expect(rich.mode(asked: nil, environment: [:]) == .palette256)
    #expect(rich.mode(asked: nil, environment: ["NO_COLOR": "1"]) == .mono)
    #expect(rich.mode(asked: .ansi8, environment: ["NO_COLOR": "1"]) == .ansi8)
    #expect(rich.mode(asked: .direct, environment: [:]) == .palette256)
    var direct = rich
    direct.colorMode = .direct
    #expect(direct.mode(asked: .palette256, environment: [:]) == .direct)
    #expect(direct.mode(asked: .ansi16, environment: [:]) == .ansi8)
    #expect(direct.mode(asked: .mono, environment: [:]) == .mono)
  }

  @Test
  func delaysOfTerminfoAreRemoved() {
    #expect(TerminalProfile.withoutPadding("\u{1B}[m$<2>x$<5/>") == "\u{1B}[mx")
    #expect(TerminalProfile.withoutPadding("a$b$<c") == "a$b$<c")
    #expect(TerminalProfile.withoutPadding("$") == "$")
  }

  @Test
  func synchronisedOutputIsForTerminalsThatIgnoreUnknownModes() {
    for type in ["xterm-256color", "tmux", "alacritty", "xterm-kitty"] {
      #expect(SynchronizedOutput.isSafe(terminalType: type))
    }
    for type in ["linux", "vt100", "dumb", "ansi", "rxvt", ""] {
      #expect(!SynchronizedOutput.isSafe(terminalType: type))
    }
  }
}
